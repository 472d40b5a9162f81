import { type Client, type Connection, createClient, errorOf } from '@app-connections/client'
declare const client: Client
declare const connection: Connection
for (const retry of [false, { tries: 5 }] as const) createClient({ url: 'a', auth: { token: 'a' }, retry })
export { client, connection, createClient, errorOf }
