import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'

/** The check record; undefined for a database without a key (or without tables). */
export async function selectCheckRecord(db: Queryable): Promise<Buffer | undefined> {
  const { rows } = await sql<{ found: string | null }>`select to_regclass('key_checks') as found`.execute(db)
  if (rows[0]?.found == null) return undefined
  const row = await db.selectFrom('key_checks').select('record').executeTakeFirst()
  return row?.record
}

/** What tells whether a start has the right AUTH_SECRET; undefined where none is stored, also before the migration for it. */
export async function selectSecretCheck(db: Queryable): Promise<Buffer | undefined> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from pg_attribute
      where attrelid = to_regclass('key_checks') and attname = 'auth_secret' and not attisdropped) as found`.execute(db)
  if (rows[0]?.found !== true) return undefined
  const row = await db.selectFrom('key_checks').select('auth_secret').executeTakeFirst()
  return row?.auth_secret ?? undefined
}

/**
 * Stores what tells whether a start has the right AUTH_SECRET: where none is stored, or in place of `replaced`. Resolves
 * with the one that is stored then, which another process may have been first to store.
 */
export async function keepSecretCheck(db: Queryable, record: Buffer, replaced?: Buffer): Promise<Buffer> {
  await db
    .updateTable('key_checks')
    .set({ auth_secret: record })
    .where((where) => (replaced === undefined ? where('auth_secret', 'is', null) : where('auth_secret', '=', replaced)))
    .execute()
  const row = await db.selectFrom('key_checks').select('auth_secret').executeTakeFirst()
  return row?.auth_secret ?? record
}
