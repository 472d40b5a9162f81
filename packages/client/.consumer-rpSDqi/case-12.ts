import { type Client, type Connection, createClient, errorOf } from '@app-connections/client'
declare const client: Client
declare const connection: Connection
await client.session.whoAmI.query(undefined, { signal: AbortSignal.timeout(1) })
export { client, connection, createClient, errorOf }
