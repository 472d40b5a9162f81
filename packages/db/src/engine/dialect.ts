import { PostgresAdapter, PostgresDialect } from 'kysely'

/**
 * PostgreSQL as Kysely speaks it, but for the lock of a migration: Kysely's belongs to a session, and stays with a
 * pooler's connection when its holder has gone. `migrate` takes one that ends with its transaction.
 */
export class OwnDialect extends PostgresDialect {
  override createAdapter(): PostgresAdapter {
    return new LocklessAdapter()
  }
}

class LocklessAdapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}
