import createClient from 'openapi-fetch'
import type { paths } from '../dist/openapi-typescript/schema.ts'
import type { RoundTrip, Service } from './round-trip.ts'

const connections = '/api/v1/app-connections/heroku'
const one = '/api/v1/app-connections/heroku/{connectionId}'

/** Creates, reads, lists and deletes a connection with the types of `openapi-typescript` and its fetch client. */
export async function roundTrip({ url, accessToken, platformToken }: Service): Promise<RoundTrip> {
  const client = createClient<paths>({ baseUrl: url, headers: { authorization: `Bearer ${accessToken}` } })
  const body = { method: 'auth-token', name: 'by-openapi-fetch', credentials: { authToken: platformToken } } as const
  const header = { 'Idempotency-Key': 'openapi-fetch-1' }

  const created = (await client.POST(connections, { body, params: { header } })).data?.appConnection
  if (created === undefined) throw new Error('nothing was created')
  const path = { connectionId: created.id }
  const read = (await client.GET(one, { params: { path } })).data?.appConnection
  const list = (await client.GET(connections, { params: { query: { limit: 500 } } })).data
  const deleted = (await client.DELETE(one, { params: { path } })).data?.appConnection
  if (read === undefined || list === undefined || deleted === undefined) throw new Error('a call failed')

  const gone = await client.GET(one, { params: { path } })
  // @ts-expect-error The types ask for name, method and credentials.
  const empty = await client.POST(connections, { body: {} })
  const message = empty.error?.message
  return {
    created,
    read,
    listed: list.appConnections.map(({ id }) => id),
    deleted: deleted.id,
    gone: { status: gone.response.status, message: `${gone.error?.message}` },
    mistakes: typeof message === 'object' ? message.map((issue) => issue.path.join('.')) : [],
  }
}
