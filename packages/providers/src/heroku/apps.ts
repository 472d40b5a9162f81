import * as z from 'zod'
import type { Resource } from '../contract.ts'
import type { HerokuClient } from './client.ts'
import { isInsufficientScope, probe } from './connect.ts'

/** The parts of an element of `GET /apps` (Platform API schema, `app`) that are shown. */
const herokuApp = z.object({ id: z.string(), name: z.string() })

/**
 * Every app that the credential sees, by name. 403 concerns the scope only where the token works elsewhere (see
 * `probe`).
 */
export async function apps(client: HerokuClient, token: string, deadline: AbortSignal): Promise<Resource[]> {
  const list = await client.list('/apps', herokuApp, { token, deadline }).catch(async (error: unknown) => {
    if (isInsufficientScope(error)) await probe(client, token, deadline)
    throw error
  })
  return list.sort((a, b) => (a.name < b.name ? -1 : 1))
}
