import { type Client, type Connection, createClient, errorOf } from '@app-connections/client'
declare const client: Client
declare const connection: Connection
await client.appConnections.create.mutate({ app: 'heroku', method: 'api-key', name: 'a', credentials: { authToken: 'b' } })
export { client, connection, createClient, errorOf }
