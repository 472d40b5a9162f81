import * as z from 'zod'
import type { PlatformApp } from '../provider.ts'
import type { HerokuClient } from './client.ts'
import { storedCredential } from './stored.ts'

/** An element of `GET /apps` (Platform API schema, `app`), as much of it as is shown. */
const herokuApp = z.object({ id: z.string(), name: z.string() })

/** Every app the credential sees, by name. */
export async function apps(client: HerokuClient, stored: unknown, deadline: AbortSignal): Promise<PlatformApp[]> {
  const { authToken } = storedCredential.parse(stored)
  const list = await client.list('/apps', herokuApp, { token: authToken, deadline })
  return list.sort((a, b) => (a.name < b.name ? -1 : 1))
}
