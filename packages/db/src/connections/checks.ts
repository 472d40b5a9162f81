import { sql, type Updateable } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { ConnectionAccount, ConnectionObserved } from '../tables/connections.ts'
import type { Tables } from '../tables/index.ts'
import type { OrgId } from '../tables/org-id.ts'

/**
 * Stores the outcome of a check and the time of the next one, unless the credential has been replaced since. With
 * `counted`, the same statement counts the check for its day.
 */
export async function recordCheck(
  db: Queryable,
  checked: { orgId: OrgId; id: string; version: number },
  changes: Pick<Updateable<Tables['connections']>, 'credential_expires_at' | 'next_check_at'>,
  learned: { observed?: ConnectionObserved; account?: ConnectionAccount; counted?: { at: Date; failed: boolean } } = {},
): Promise<void> {
  const { observed = {}, account = {}, counted } = learned
  const failed = counted?.failed === true ? 1 : 0
  await db
    .with('written', (cte) =>
      cte
        .updateTable('connections')
        .set({
          ...changes,
          observed: sql<string>`observed || ${JSON.stringify(observed)}::jsonb`,
          account: sql<string>`account || ${JSON.stringify(account)}::jsonb`,
        })
        .where('org_id', '=', checked.orgId)
        .where('id', '=', checked.id)
        .where('version', '=', checked.version)
        .returning(['id', 'org_id']),
    )
    .insertInto('connection_days')
    .columns(['connection_id', 'org_id', 'day', 'checks', 'failed_checks'])
    .expression((from) =>
      from
        .selectFrom('written')
        .select((row) => [
          'id',
          'org_id',
          sql<string>`(${counted?.at ?? null}::timestamptz at time zone 'UTC')::date`.as('day'),
          row.val(1).as('checks'),
          row.val(failed).as('failed_checks'),
        ])
        .where(sql<boolean>`${sql.lit(counted !== undefined)}`),
    )
    .onConflict((conflict) =>
      conflict.columns(['connection_id', 'day']).doUpdateSet({
        checks: sql<number>`connection_days.checks + 1`,
        failed_checks: sql<number>`connection_days.failed_checks + excluded.failed_checks`,
      }),
    )
    .execute()
}

/** Counts a check that a caller asked for: the account's next check in the background is due so much later. */
export async function spendAllowance(
  db: Queryable,
  connection: { orgId: OrgId; id: string },
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
