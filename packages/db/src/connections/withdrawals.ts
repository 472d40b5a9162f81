import { type QueryCreator, sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { ConnectionRow } from '../tables/connections.ts'
import type { Tables } from '../tables/index.ts'
import type { OrgId } from '../tables/org-id.ts'

/** Stores, with the deletion, that the grant is to be withdrawn. Without `at` it is not. */
export function withdrawalOf(cte: QueryCreator<Tables & { written: ConnectionRow }>, at: Date | undefined) {
  return cte
    .insertInto('withdrawals')
    .columns(['connection_id', 'org_id', 'due_at'])
    .expression((from) =>
      from
        .selectFrom('written')
        .select((row) => ['id', 'org_id', row.val(at ?? null).as('due_at')])
        .where(sql<boolean>`${sql.lit(at !== undefined)}`),
    )
    .returning('connection_id')
}

/** Defers a withdrawal after a temporary failure until `at`. False where it has ended since. */
export async function putOffWithdrawal(
  db: Queryable,
  { orgId, id }: { orgId: OrgId; id: string },
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('withdrawals')
    .set({ due_at: at })
    .where('org_id', '=', orgId)
    .where('connection_id', '=', id)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Ends a withdrawal, whatever its outcome: it is not tried again. */
export async function endWithdrawal(db: Queryable, { orgId, id }: { orgId: OrgId; id: string }): Promise<void> {
  await db.deleteFrom('withdrawals').where('org_id', '=', orgId).where('connection_id', '=', id).execute()
}
