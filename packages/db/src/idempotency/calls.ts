import { type ExpressionBuilder, sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { Tables } from '../tables/index.ts'
import type { OrgId } from '../tables/org-id.ts'

/** A call that may be repeated: who makes it, what it calls, and the key they gave it. */
export interface IdempotentCall {
  orgId: OrgId
  callerId: string
  /** Method and path, or a procedure's name. */
  scope: string
  key: string
}

/**
 * What became of a reservation:
 * - `reserved`: the call is ours to make; `fence` proves it when the answer is stored
 * - `answered`: it was made before; here is its answer
 * - `in-flight`: somebody is making it
 * - `different`: the key was used with another body
 */
export type Reservation =
  | { state: 'reserved'; fence: number }
  | { state: 'answered'; answer: Record<string, unknown> }
  | { state: 'in-flight' | 'different' }

/** How long a call may take before a repeat takes it over, in seconds, by the database's clock. */
const deadlineSeconds = 30

/**
 * Reserves a call, in a row that is committed at once. A row older than 24 hours counts as absent; one that is past its
 * deadline and unanswered is taken over by the same body, with the next fence; so is one whose deadline is further away
 * than it can be, since a clock was ahead when it was written.
 */
export async function reserveCall(db: Queryable, call: IdempotentCall, bodyHash: string): Promise<Reservation> {
  const { rows } = await sql<{ fence: number }>`
    insert into idempotency_keys as k (org_id, caller_id, scope, key, body_hash, fence, deadline, answer, created_at)
    values (${call.orgId}, ${call.callerId}, ${call.scope}, ${call.key}, ${bodyHash}, 1,
      now() + make_interval(secs => ${deadlineSeconds}), null, now())
    on conflict (org_id, caller_id, scope, key) do update set
      body_hash = excluded.body_hash, fence = k.fence + 1, deadline = excluded.deadline, answer = null,
      created_at = now()
    where k.created_at < now() - interval '24 hours'
      or (k.answer is null and k.body_hash = excluded.body_hash
        and (k.deadline < now() or k.deadline > now() + make_interval(secs => ${2 * deadlineSeconds})))
    returning fence`.execute(db)
  const [reserved] = rows
  if (reserved !== undefined) return { state: 'reserved', fence: reserved.fence }
  const found = await db
    .selectFrom('idempotency_keys')
    .select(['body_hash', 'answer'])
    .where(byCall(call))
    .executeTakeFirst()
  // Freed between the two statements: the caller may try again at once.
  if (found === undefined) return { state: 'in-flight' }
  if (found.body_hash !== bodyHash) return { state: 'different' }
  return found.answer === null ? { state: 'in-flight' } : { state: 'answered', answer: found.answer }
}

/**
 * Whether the reservation is still ours, locked until the transaction ends: asked before the write, so that one that was
 * taken over is told so and not what its write then meets.
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

/** Keeps the answer, if the reservation is still ours; false where it is not. Inside the transaction of the write. */
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

/** Frees the key of a call that failed, if the reservation is still ours. */
export async function releaseCall(db: Queryable, call: IdempotentCall, fence: number): Promise<void> {
  await db
    .deleteFrom('idempotency_keys')
    .where(byCall(call))
    .where('fence', '=', fence)
    .where('answer', 'is', null)
    .execute()
}

/** The row of a call, in whatever is done with it. */
function byCall({ orgId, callerId, scope, key }: IdempotentCall) {
  return (where: ExpressionBuilder<Tables, 'idempotency_keys'>) =>
    where.and({ org_id: orgId, caller_id: callerId, scope, key })
}
