import { type Insertable, type QueryCreator, type Selectable, sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { ConnectionRow } from '../tables/connections.ts'
import type { Tables } from '../tables/index.ts'
import type { OrgId } from '../tables/org-id.ts'

/** An event of an organization. One that concerns none, or several, is written by a system statement. */
export type NewAuditEvent = Insertable<Tables['audit_events']> & { org_id: OrgId }
export type AuditEventRow = Selectable<Tables['audit_events']>

/** Writes one event. Inside the transaction of the write it belongs to; alone where a call was refused. */
export async function insertAuditEvent(db: Queryable, event: NewAuditEvent): Promise<void> {
  await db.insertInto('audit_events').values(event).execute()
}

/** The columns of an event, in the order in which they are written. */
export const eventColumns = [
  'id',
  'org_id',
  'at',
  'actor_type',
  'actor_id',
  'token_id',
  'address',
  'user_agent',
  'action',
  'target_type',
  'target_id',
  'project_id',
  'outcome',
  'req_id',
  'detail',
] as const

/** The event's insertion, once for each row of `written`: an event that would say what did not happen is not stored. */
export function eventOf(cte: QueryCreator<Tables & { written: ConnectionRow }>, event: NewAuditEvent) {
  return cte
    .insertInto('audit_events')
    .columns(eventColumns)
    .expression((from) =>
      from
        .selectFrom('written')
        .select((row) => eventColumns.map((column) => row.val(event[column] ?? null).as(column))),
    )
    .returning('id')
}

/** Which events of an organization; `from` is included, `to` is not; `after` is the last one of the page before. */
export interface AuditEventFilter {
  orgId: OrgId
  action?: string
  actorId?: string
  targetId?: string
  projectId?: string
  outcome?: string
  from?: Date
  to?: Date
  after?: { at: Date; id: string }
  limit: number
}

/** Events, newest first. */
export async function selectAuditEvents(db: Queryable, filter: AuditEventFilter): Promise<AuditEventRow[]> {
  let query = db.selectFrom('audit_events').selectAll().where('org_id', '=', filter.orgId)
  if (filter.action !== undefined) query = query.where('action', '=', filter.action)
  if (filter.actorId !== undefined) query = query.where('actor_id', '=', filter.actorId)
  if (filter.targetId !== undefined) query = query.where('target_id', '=', filter.targetId)
  if (filter.projectId !== undefined) query = query.where('project_id', '=', filter.projectId)
  if (filter.outcome !== undefined) query = query.where('outcome', '=', filter.outcome)
  if (filter.from !== undefined) query = query.where('at', '>=', filter.from)
  if (filter.to !== undefined) query = query.where('at', '<', filter.to)
  if (filter.after !== undefined) {
    query = query.where(sql<boolean>`(at, id) < (${filter.after.at}, ${filter.after.id}::uuid)`)
  }
  return query.orderBy('at', 'desc').orderBy('id', 'desc').limit(filter.limit).execute()
}
