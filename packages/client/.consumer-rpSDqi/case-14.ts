import { type Client, type Connection, createClient, errorOf } from '@app-connections/client'
declare const client: Client
declare const connection: Connection
errorOf(1).statusCode
export { client, connection, createClient, errorOf }
