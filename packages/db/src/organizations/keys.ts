import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'

/** The keys of an organization, all wrapped; the newest data key first. Undefined: no such organization. */
export async function selectOrganizationKeys(
  db: Queryable,
  orgId: string,
): Promise<{ dataKeys: { id: string; wrapped: Buffer }[]; fingerprintKey: Buffer } | undefined> {
  const rows = await db
    .selectFrom('organizations')
    .innerJoin('data_keys', 'data_keys.org_id', 'organizations.id')
    .select(['organizations.fingerprint_key', 'data_keys.id', 'data_keys.wrapped'])
    .where('organizations.id', '=', orgId)
    .orderBy('data_keys.created_at', 'desc')
    .execute()
  const [first] = rows
  if (first === undefined) return undefined
  return { dataKeys: rows.map(({ id, wrapped }) => ({ id, wrapped })), fingerprintKey: first.fingerprint_key }
}

/** The check record, or undefined for a database that has never been keyed (or has no tables yet). */
export async function selectCheckRecord(db: Queryable): Promise<Buffer | undefined> {
  const { rows } = await sql<{ found: string | null }>`select to_regclass('key_checks') as found`.execute(db)
  if (rows[0]?.found == null) return undefined
  const row = await db.selectFrom('key_checks').select('record').executeTakeFirst()
  return row?.record
}
