import { type ExpressionBuilder, sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import { isOver, secondsFromNow } from '../engine/lives.ts'
import type { Tables } from '../tables/index.ts'
import type { OrgId } from '../tables/org-id.ts'

/** A repeatable call: its caller, what it calls, and the caller's key. */
export interface IdempotentCall {
  orgId: OrgId
  callerId: string
  /** Method and path, or the procedure's name. */
  scope: string
  key: string
}

/**
 * The state of a reservation: `reserved`, and this process makes the call (`fence` proves it when the answer is
 * stored); `answered`, with the answer of an earlier call; `in-flight`, while another process makes it; or `different`,
 * where the key was used with another body.
 */
export type Reservation =
  | { state: 'reserved'; fence: number }
  | { state: 'answered'; answer: Record<string, unknown> }
  | { state: 'in-flight' | 'different' }

/** How long a call may take, by the database's clock, before a repeat takes it over. */
const deadlineSeconds = 30

/**
 * Reserves a call in a row that is committed at once. A row older than 24 hours counts as absent. One that is past its
 * deadline without an answer is taken over by the same body, with the next fence; so is one whose deadline is further
 * ahead than possible, because a clock was wrong when it was written.
 */
export async function reserveCall(db: Queryable, call: IdempotentCall, bodyHash: string): Promise<Reservation> {
  const { rows } = await sql<{ fence: number }>`
    insert into idempotency_keys as k (org_id, caller_id, scope, key, body_hash, fence, deadline, answer, created_at)
    values (${call.orgId}, ${call.callerId}, ${call.scope}, ${call.key}, ${bodyHash}, 1,
      ${secondsFromNow(deadlineSeconds)}, null, now())
    on conflict (org_id, caller_id, scope, key) do update set
      body_hash = excluded.body_hash, fence = k.fence + 1, deadline = excluded.deadline, answer = null,
      created_at = now()
    where k.created_at < now() - interval '24 hours'
      or (k.answer is null and k.body_hash = excluded.body_hash
        and ${isOver('k.deadline', deadlineSeconds)})
    returning fence`.execute(db)
  const [reserved] = rows
  if (reserved !== undefined) return { state: 'reserved', fence: reserved.fence }
  const found = await db
    .selectFrom('idempotency_keys')
    .select(['body_hash', 'answer'])
    .where(byCall(call))
    .executeTakeFirst()
  // Freed between the two statements, so the caller may retry at once.
  if (found === undefined) return { state: 'in-flight' }
  if (found.body_hash !== bodyHash) return { state: 'different' }
  return found.answer === null ? { state: 'in-flight' } : { state: 'answered', answer: found.answer }
}

/**
 * Whether the reservation is still this process's, locked until the transaction ends. Checked before the write, so that
 * a call that was taken over fails for that reason and not for one of the write.
 */
export async function holdsCall(db: Queryable, call: IdempotentCall, fence: number): Promise<boolean> {
  const row = await db
    .selectFrom('idempotency_keys')
    .select('fence')
    .where(byCall(call))
    .where('fence', '=', fence)
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}

/** Keeps the answer, in the transaction of the write. False where the reservation is not this process's any more. */
export async function keepAnswer(
  db: Queryable,
  call: IdempotentCall,
  fence: number,
  answer: Record<string, unknown>,
): Promise<boolean> {
  const row = await db
    .updateTable('idempotency_keys')
    .set({ answer: JSON.stringify(answer) })
    .where(byCall(call))
    .where('fence', '=', fence)
    .where('answer', 'is', null)
    .returning('fence')
    .executeTakeFirst()
  return row !== undefined
}

/** Frees the key of a failed call, if the reservation is still this process's. */
export async function releaseCall(db: Queryable, call: IdempotentCall, fence: number): Promise<void> {
  await db
    .deleteFrom('idempotency_keys')
    .where(byCall(call))
    .where('fence', '=', fence)
    .where('answer', 'is', null)
    .execute()
}

/** The condition for the row of a call, in any statement. */
function byCall({ orgId, callerId, scope, key }: IdempotentCall) {
  return (where: ExpressionBuilder<Tables, 'idempotency_keys'>) =>
    where.and({ org_id: orgId, caller_id: callerId, scope, key })
}
