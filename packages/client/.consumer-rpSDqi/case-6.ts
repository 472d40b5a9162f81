import { type Client, type Connection, createClient, errorOf } from '@app-connections/client'
declare const client: Client
declare const connection: Connection
connection.credentials.authToken.length
export { client, connection, createClient, errorOf }
