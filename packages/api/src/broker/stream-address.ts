import type { ConnectionRow } from '@app-connections/db'
import { open, SealingError, seal } from '@app-connections/sealing'
import * as z from 'zod'
import type { MemberContext } from '../procedure/context.ts'

/** Where streams are, below the address of a connection's platform. No platform has a path of that beginning. */
const beginning = '/-/streams/'

/** How long an address is good for, in seconds: a little longer than platforms keep theirs. */
const lifeSeconds = 65 * 60

const purpose = 'stream-address'

const content = z.object({
  url: z.string(),
  resource: z.string().optional(),
  holder: z.string(),
  until: z.number(),
})

/** A stream of the platform's, and which resource it is of. */
export interface StreamPlace {
  readonly url: string
  readonly resource: string | undefined
}

/** Whether the raw path and query of a request are those of a stream. */
export function isStreamTarget(target: string): boolean {
  return target.startsWith(beginning)
}

/** The raw path by which the caller opens a stream: sealed, so that it is theirs alone and says nothing. */
export async function sealStream(ctx: MemberContext, row: ConnectionRow, place: StreamPlace): Promise<string> {
  const keys = await ctx.services.keyring.forOrg(row.org_id)
  const until = ctx.services.now().getTime() + lifeSeconds * 1_000
  const text = JSON.stringify({ ...place, holder: ctx.actor.id, until })
  return `${beginning}${seal(keys.current, contextOf(row), Buffer.from(text)).toString('base64url')}`
}

/** The stream of such a path; undefined where it is altered, another connection's or caller's, or too old. */
export async function openStream(
  ctx: MemberContext,
  row: ConnectionRow,
  target: string,
): Promise<StreamPlace | undefined> {
  const keys = await ctx.services.keyring.forOrg(row.org_id)
  try {
    const sealed = Buffer.from(target.slice(beginning.length), 'base64url')
    const text = open(keys.byId, contextOf(row), sealed).toString('utf8')
    const { url, resource, holder, until } = content.parse(JSON.parse(text))
    return holder === ctx.actor.id && until > ctx.services.now().getTime() ? { url, resource } : undefined
  } catch (error) {
    if (error instanceof SealingError) return undefined
    throw error
  }
}

function contextOf({ org_id: orgId, id }: ConnectionRow) {
  return { purpose, orgId, recordId: id, revision: 0 }
}
