import { type Caller, networkOf, type Services } from '@app-connections/api'
import type { FastifyRequest } from 'fastify'
import { addressOf } from './border.ts'

/** No form of the web app, and no script that does its work, comes near it, in characters. */
const largeFrom = 32 * 1024

/**
 * Lets a body that is large be taken apart in the turn of the organization it comes from, or of its network where nobody
 * known sends it; any other at once. `go` is called with an error where too many wait already.
 */
export function inTurn(
  { turns }: Pick<Services, 'turns'>,
  request: FastifyRequest,
  caller: Caller | undefined,
  body: unknown,
  go: (error?: Error) => void,
): void {
  if (typeof body !== 'string' || body.length < largeFrom) {
    go()
    return
  }
  turns.largeInputs.take(turnOf(request, caller), async () => {}).then(() => go(), go)
}

function turnOf(request: FastifyRequest, caller: Caller | undefined): string {
  if (caller === undefined) return networkOf(addressOf(request))
  return caller.kind === 'identity' ? caller.orgId : (caller.memberships[0]?.orgId ?? caller.id)
}
