import type {} from 'vitest'

export { createDatabase, type TestDatabase } from './create-database.ts'
export { type PostgresServer, PostgresUnavailableError, startPostgres } from './start-postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the PostgreSQL that `global-setup.ts` started; empty where none could run and `ALLOW_SKIP` allows it. */
    postgresUrl: string
  }
}
