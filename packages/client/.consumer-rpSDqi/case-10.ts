import { type Client, type Connection, createClient, errorOf } from '@app-connections/client'
declare const client: Client
declare const connection: Connection
const id: number = (await client.session.whoAmI.query()).id
export { client, connection, createClient, errorOf }
