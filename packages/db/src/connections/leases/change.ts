import { sql } from 'kysely'
import { insertAuditEvent, type NewAuditEvent } from '../../audit/events.ts'
import type { Queryable } from '../../engine/database.ts'
import { secondsFromNow } from '../../engine/lives.ts'
import type { NewNotice } from '../../notices/notices.ts'
import type { LeaseRef } from './begin.ts'

/** What a change of a lease is told by: a notice only where a webhook hears of it. */
interface Told {
  event: NewAuditEvent
  notice?: NewNotice | undefined
}

/**
 * Stores that a lease was made, and then it is live; its credential may leave. The one whose place it takes is to be ended.
 * Where it was given up meanwhile it is `ending`, and nobody is told.
 */
export async function storeLease(
  db: Queryable,
  { orgId, connectionId, id }: LeaseRef,
  { platformId, renews }: { platformId: string; renews: string | null },
  { event, notice }: Told,
): Promise<'live' | 'ending'> {
  return db.transaction().execute(async (trx) => {
    const ofConnection = trx.updateTable('leases').where('org_id', '=', orgId).where('connection_id', '=', connectionId)
    const live = await ofConnection
      .set((row) => ({ state: 'live', platform_id: platformId, due_at: row.ref('expires_at'), tries: 0 }))
      .where('id', '=', id)
      .where('state', '=', 'making')
      .returning('id')
      .executeTakeFirst()
    if (live === undefined) {
      const again = { state: 'ending', platform_id: platformId, due_at: secondsFromNow(0), tries: 0, ended_at: null }
      await ofConnection
        .set({ ...again, ended_by: 'lost' })
        .where('id', '=', id)
        .execute()
      return 'ending'
    }
    if (renews !== null) {
      await ofConnection
        .set({ state: 'ending', due_at: secondsFromNow(0), tries: 0, ended_by: 'renewal' })
        .where('id', '=', renews)
        .where('state', '=', 'live')
        .execute()
    }
    await tell(trx, { event, notice })
    return 'live'
  })
}

/** Has a lease ended at once, with the event. False, and no event, where it has ended or was never made. */
export async function endLease(
  db: Queryable,
  { orgId, connectionId, id }: LeaseRef,
  endedBy: string,
  event: NewAuditEvent,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('leases')
      .set((lease) => ({
        ...{ state: 'ending', due_at: secondsFromNow(0), tries: 0, reason: null },
        ended_by: lease.fn.coalesce('ended_by', lease.val(endedBy)),
      }))
      .where('org_id', '=', orgId)
      .where('connection_id', '=', connectionId)
      .where('id', '=', id)
      .where('state', 'in', ['making', 'live', 'ending', 'stuck'])
      .returning('id')
      .executeTakeFirst()
    if (row !== undefined) await insertAuditEvent(trx, event)
    return row !== undefined
  })
}

/** Defers what is to be done with a lease, with the reason. */
export async function putOffLease(
  db: Queryable,
  { orgId, id }: LeaseRef,
  { seconds, reason }: { seconds: number; reason: string | null },
): Promise<void> {
  await db
    .updateTable('leases')
    .set({ due_at: secondsFromNow(seconds), reason })
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .where('state', 'in', ['making', 'ending'])
    .execute()
}

/**
 * Ends the care for a lease, with its event and notice: it is ended, none was made (`failed`), or a person has to end it
 * (`stuck`). False, and nobody told, where somebody else has done so.
 */
export async function settleLease(
  db: Queryable,
  { orgId, connectionId, id }: LeaseRef,
  { to, endedBy, reason }: { to: 'ended' | 'failed' | 'stuck'; endedBy: string | null; reason: string | null },
  told: Told,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('leases')
      .set({
        ...{ state: to, reason, ended_by: endedBy },
        // It is looked at once more when it has ended by itself.
        due_at: to === 'stuck' ? sql<Date>`expires_at + interval '2 minutes'` : null,
        ended_at: to === 'stuck' ? null : sql<Date>`date_trunc('milliseconds', now())`,
      })
      .where('org_id', '=', orgId)
      .where('connection_id', '=', connectionId)
      .where('id', '=', id)
      .where('state', 'in', ['making', 'ending'])
      .returning('id')
      .executeTakeFirst()
    if (row === undefined) return false
    await tell(trx, told)
    return true
  })
}

async function tell(trx: Queryable, { event, notice }: Told): Promise<void> {
  await insertAuditEvent(trx, event)
  if (notice === undefined) return
  const heard = trx
    .selectFrom('webhooks')
    .select('id')
    .where('org_id', '=', notice.org_id)
    .where('enabled', '=', true)
    .where(sql<boolean>`${notice.type} = any (events)`)
  if ((await heard.limit(1).executeTakeFirst()) !== undefined) await trx.insertInto('notices').values(notice).execute()
}
