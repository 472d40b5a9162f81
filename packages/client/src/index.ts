export type { AppRouter } from '@app-connections/api'
export type { Auth } from './auth.ts'
export { type Client, type ClientOptions, createClient } from './client.ts'
export { errorOf } from './error.ts'
