import { type Client, type Connection, createClient, errorOf } from '@app-connections/client'
declare const client: Client
declare const connection: Connection
await client.appConnections.get.mutate({ app: 'heroku', connectionId: 'a' })
export { client, connection, createClient, errorOf }
