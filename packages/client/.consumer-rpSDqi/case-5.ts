import { type Client, type Connection, createClient, errorOf } from '@app-connections/client'
declare const client: Client
declare const connection: Connection
const empty: Record<string, never> = connection.credentials
export { client, connection, createClient, errorOf }
