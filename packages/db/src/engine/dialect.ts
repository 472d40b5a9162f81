import { PostgresAdapter, PostgresDialect } from 'kysely'

/**
 * PostgreSQL as Kysely knows it, without the lock of migrations: Kysely's lock belongs to a session, and a pooler keeps
 * that after its client has gone. `migrate` takes a lock that ends with its transaction.
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
