import { createClient } from '../dist/hey-api/client/index.ts'
import {
  createHerokuConnection,
  deleteHerokuConnection,
  getHerokuConnection,
  listHerokuConnections,
} from '../dist/hey-api/sdk.gen.ts'
import type { RoundTrip, Service } from './round-trip.ts'

/** Creates, reads, lists and deletes a connection with the functions of `@hey-api/openapi-ts`. */
export async function roundTrip({ url, accessToken, platformToken }: Service): Promise<RoundTrip> {
  const client = createClient({ baseUrl: url, auth: accessToken })
  const body = { method: 'auth-token', name: 'by-hey-api', credentials: { authToken: platformToken } } as const
  const headers = { 'Idempotency-Key': 'hey-api-1' }

  const created = (await createHerokuConnection({ client, body, headers, throwOnError: true })).data.appConnection
  const path = { connectionId: created.id }
  const read = (await getHerokuConnection({ client, path, throwOnError: true })).data.appConnection
  const list = (await listHerokuConnections({ client, query: { limit: 500 }, throwOnError: true })).data
  const deleted = (await deleteHerokuConnection({ client, path, throwOnError: true })).data.appConnection

  const gone = await getHerokuConnection({ client, path })
  // @ts-expect-error The types ask for name, method and credentials.
  const empty = await createHerokuConnection({ client, body: {} })
  const message = empty.error?.message
  return {
    created,
    read,
    listed: list.appConnections.map(({ id }) => id),
    deleted: deleted.id,
    gone: { status: gone.response?.status ?? 0, message: `${gone.error?.message}` },
    mistakes: typeof message === 'object' ? message.map((issue) => issue.path.join('.')) : [],
  }
}
