import { type Client, type Connection, createClient, errorOf } from '@app-connections/client'
declare const client: Client
declare const connection: Connection
await client.appConnections.reveal.query({})
export { client, connection, createClient, errorOf }
