import { type Client, type Connection, createClient, errorOf } from '@app-connections/client'
declare const client: Client
declare const connection: Connection
const one: Connection = await client.appConnections.get.query({ app: 'heroku', connectionId: 'a' })
export { client, connection, createClient, errorOf }
