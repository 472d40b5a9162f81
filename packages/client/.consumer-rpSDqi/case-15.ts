import { type Client, type Connection, createClient, errorOf } from '@app-connections/client'
declare const client: Client
declare const connection: Connection
createClient({ url: 'a', auth: { token: 'a' }, fetch })
export { client, connection, createClient, errorOf }
