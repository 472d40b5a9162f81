import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { OrgId } from '../tables/org-id.ts'

/** A withdrawal to try, and how often it has been claimed, this time included. */
export interface ClaimedWithdrawal {
  id: string
  orgId: OrgId
  tries: number
}

/** With a credential that is withdrawn nothing else can be ended. It waits for leases, and for so many tries to end one. */
const triesAhead = 3

/**
 * Claims due withdrawals of deleted connections of every organization, longest due first. A claim that never finishes
 * is due again after `returnMs`.
 */
export async function claimDueWithdrawals(
  db: Queryable,
  { at, limit, returnMs }: { at: Date; limit: number; returnMs: number },
): Promise<ClaimedWithdrawal[]> {
  const { rows } = await sql<ClaimedWithdrawal>`
    with due as materialized (
      select connection_id from withdrawals where due_at <= ${at}
        and not exists (
          select from leases l where l.connection_id = withdrawals.connection_id
            and (l.state in ('making', 'live') or l.state = 'ending' and l.tries < ${triesAhead}))
      order by due_at limit ${limit} for update skip locked)
    update withdrawals w set tries = w.tries + 1, due_at = ${new Date(at.getTime() + returnMs)}::timestamptz
    from due where w.connection_id = due.connection_id
    returning w.connection_id as id, w.org_id as "orgId", w.tries`.execute(db)
  return rows
}
