import { type Insertable, type Selectable, sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { Tables } from '../tables/index.ts'
import type { DeliveryAttempt } from '../tables/notices.ts'
import type { OrgId } from '../tables/org-id.ts'

/** A delivery to a webhook with the type of its notice. */
export type DeliveryRow = Selectable<Tables['deliveries']> & { type: string }

export async function insertDelivery(db: Queryable, delivery: Insertable<Tables['deliveries']>): Promise<void> {
  await db.insertInto('deliveries').values(delivery).execute()
}

/** The content and state of a delivery. */
export async function selectDelivery(
  db: Queryable,
  orgId: OrgId,
  id: string,
): Promise<(DeliveryRow & { payload: Record<string, unknown> }) | undefined> {
  return db
    .selectFrom('deliveries')
    .innerJoin('notices', 'notices.id', 'deliveries.notice_id')
    .selectAll('deliveries')
    .select(['notices.type', 'notices.payload'])
    .where('deliveries.org_id', '=', orgId)
    .where('deliveries.id', '=', id)
    .executeTakeFirst()
}

/** The deliveries of a webhook, newest first, optionally of one state and after one delivery. */
export async function selectDeliveries(
  db: Queryable,
  filter: { orgId: OrgId; webhookId: string; state?: string; after?: { at: Date; id: string }; limit: number },
): Promise<DeliveryRow[]> {
  let query = db
    .selectFrom('deliveries')
    .innerJoin('notices', 'notices.id', 'deliveries.notice_id')
    .selectAll('deliveries')
    .select('notices.type')
    .where('deliveries.org_id', '=', filter.orgId)
    .where('deliveries.webhook_id', '=', filter.webhookId)
  if (filter.state !== undefined) query = query.where('deliveries.state', '=', filter.state)
  if (filter.after !== undefined) {
    query = query.where(
      sql<boolean>`(deliveries.created_at, deliveries.id) < (${filter.after.at}, ${filter.after.id}::uuid)`,
    )
  }
  return query.orderBy('deliveries.created_at', 'desc').orderBy('deliveries.id', 'desc').limit(filter.limit).execute()
}

/** Stores the outcome of an attempt, if it is still the latest one. `nextAt` null ends the delivery. */
export async function finishAttempt(
  db: Queryable,
  delivery: { orgId: OrgId; id: string; attempts: number },
  outcome: { state: string; nextAt: Date | null; attempt: DeliveryAttempt },
): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({
      state: outcome.state,
      next_attempt_at: outcome.nextAt,
      log: sql<string>`log || ${JSON.stringify([outcome.attempt])}::jsonb`,
    })
    .where('org_id', '=', delivery.orgId)
    .where('id', '=', delivery.id)
    .where('attempts', '=', delivery.attempts)
    .where('state', '=', 'pending')
    .execute()
}

/** Starts an ended delivery again. False where it is gone or has not ended. */
export async function restartDelivery(db: Queryable, orgId: OrgId, id: string, at: Date): Promise<boolean> {
  const row = await db
    .updateTable('deliveries')
    .set({ state: 'pending', attempts: 0, next_attempt_at: at })
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .where('webhook_id', 'is not', null)
    .where((where) => where.or([where('state', '<>', 'pending'), where('next_attempt_at', 'is', null)]))
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
