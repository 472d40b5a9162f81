import { type Client, type Connection, createClient, errorOf } from '@app-connections/client'
declare const client: Client
declare const connection: Connection
const at: string = connection.createdAt
export { client, connection, createClient, errorOf }
