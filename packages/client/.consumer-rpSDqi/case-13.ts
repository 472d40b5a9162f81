import { type Client, type Connection, createClient, errorOf } from '@app-connections/client'
declare const client: Client
declare const connection: Connection
const is: boolean = errorOf(1)?.error === 'NotFound' && errorOf(1)?.issues[0]?.path[0] === 'name'
export { client, connection, createClient, errorOf }
