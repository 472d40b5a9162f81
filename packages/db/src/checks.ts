import { sql, type Updateable } from 'kysely'
import type { ConnectionAccount, ConnectionObserved } from './connection-tables.ts'
import type { Queryable } from './database.ts'
import type { Tables } from './tables.ts'

/** Stores what a check learned and when the next one is due, unless the credential has been replaced meanwhile. */
export async function recordCheck(
  db: Queryable,
  checked: { orgId: string; id: string; version: number },
  changes: Pick<Updateable<Tables['connections']>, 'credential_expires_at' | 'next_check_at'>,
  learned: { observed: ConnectionObserved; account: ConnectionAccount } = { observed: {}, account: {} },
): Promise<void> {
  await db
    .updateTable('connections')
    .set({
      ...changes,
      observed: sql<string>`observed || ${JSON.stringify(learned.observed)}::jsonb`,
      account: sql<string>`account || ${JSON.stringify(learned.account)}::jsonb`,
    })
    .where('org_id', '=', checked.orgId)
    .where('id', '=', checked.id)
    .where('version', '=', checked.version)
    .execute()
}

/** Counts a check that a caller asked for: the account's next one in the background comes so much later. */
export async function spendAllowance(
  db: Queryable,
  connection: { orgId: string; id: string },
  at: Date,
  paceMs: number,
): Promise<void> {
  await sql`
    insert into check_allowances as a (key, free_at)
    select check_key, ${at}::timestamptz + make_interval(secs => ${paceMs / 1000}) from connections
    where org_id = ${connection.orgId} and id = ${connection.id}
    on conflict (key) do update set
      free_at = greatest(a.free_at, ${at}::timestamptz) + make_interval(secs => ${paceMs / 1000})`.execute(db)
}
