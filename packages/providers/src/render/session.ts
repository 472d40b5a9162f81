import * as z from 'zod'
import type { Account, Allowance, Checked, Resource, Session } from '../contract.ts'
import { ProviderError } from '../error.ts'
import { keptText } from '../reason.ts'
import type { RenderClient } from './client.ts'
import { refusedMessage } from './errors.ts'

/**
 * What Render allows a user (its documentation, "Rate limiting"): 400 GETs a minute, earlier 100. The lower number is
 * used. Render counts by the minute, and so `keep` is of a minute too.
 */
export const allowance: Allowance = { callsPerHour: 6_000, keep: 25, callsPerCheck: 1 }

/**
 * `GET /users`: the user of the key, without an id. A text that is no e-mail address is left out, because it is stored
 * in clear.
 */
const user = z
  .object({ email: keptText })
  .transform(({ email }): Account => (z.email().safeParse(email).success && email != null ? { email } : {}))

/** The parts of an element of `GET /services` that are shown. */
const service = z.object({ cursor: z.string(), service: z.object({ id: z.string(), name: z.string() }) })

/** The session of an opened API key. */
export function renderSession(client: RenderClient): Session {
  return { check: (deadline) => check(client, deadline), resources: (deadline) => services(client, deadline) }
}

/** The user of a key. A key has no scopes, so one that may not read this is dead. */
export async function check(client: RenderClient, deadline: AbortSignal): Promise<Checked> {
  try {
    const { body, remaining } = await client.get('/users', {}, user, deadline)
    return { account: body, observed: { account: true }, remaining }
  } catch (error) {
    if (!(error instanceof ProviderError) || error.failure !== 'insufficient_scope') throw error
    throw new ProviderError('refused', refusedMessage, { detail: error.detail, cause: error })
  }
}

/** Every service that the key sees in all workspaces of its user, by name. */
async function services(client: RenderClient, deadline: AbortSignal): Promise<Resource[]> {
  const list = await client.list('/services', service, deadline)
  return list.map(({ service: { id, name } }) => ({ id, name })).sort((a, b) => (a.name < b.name ? -1 : 1))
}
