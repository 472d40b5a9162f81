import { type Insertable, type QueryCreator, type RawBuilder, type Selectable, sql } from 'kysely'
import { compiledOnce } from '../engine/compiled-once.ts'
import type { Queryable } from '../engine/database.ts'
import type { ConnectionRow } from '../tables/connections.ts'
import type { Tables } from '../tables/index.ts'
import type { OrgId } from '../tables/org-id.ts'

/** An event of one organization. A system statement writes events that concern none, or several. */
export type NewAuditEvent = Insertable<Tables['audit_events']> & { org_id: OrgId }
export type AuditEventRow = Selectable<Tables['audit_events']>

/** Writes one event: in the transaction of the write that it belongs to, or alone for a refused call. */
export async function insertAuditEvent(db: Queryable, event: NewAuditEvent): Promise<void> {
  await db.insertInto('audit_events').values(event).execute()
}

/** The columns of an event, in the order in which they are written, with their types. */
const types = {
  id: 'uuid',
  org_id: 'uuid',
  at: 'timestamptz',
  actor_type: 'text',
  actor_id: 'uuid',
  token_id: 'uuid',
  address: 'text',
  user_agent: 'text',
  action: 'text',
  target_type: 'text',
  target_id: 'uuid',
  project_id: 'uuid',
  outcome: 'text',
  req_id: 'text',
  detail: 'jsonb',
} as const

export type EventColumn = keyof typeof types

/** Their names. */
export const eventColumns = keysOf(types)

function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): readonly Key[] {
  const keys: Key[] = []
  for (const key in record) keys.push(key)
  return keys
}

/** The statement that writes one event for each row of `from`, of values by column. */
export function insertedEvent(
  value: (column: EventColumn) => RawBuilder<unknown>,
  from: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const columns = sql.join(eventColumns.map((column) => sql.ref(column)))
  const values = sql.join(eventColumns.map((column) => sql`${value(column)}::${sql.raw(types[column])}`))
  return sql`insert into audit_events (${columns}) select ${values} ${from}`
}

/** Writes several events of an organization at once, all or none. */
export async function insertAuditEvents(db: Queryable, orgId: OrgId, events: readonly NewAuditEvent[]): Promise<void> {
  await several(db, { orgId, events: JSON.stringify(events) })
}

const several = compiledOnce<{ orgId: OrgId; events: string }>()((_db, { param }) => {
  const columns = sql.join(eventColumns.map((column) => sql`${sql.ref(column)} text`))
  return insertedEvent(
    (column) => (column === 'org_id' ? param('orgId') : sql.ref(`e.${column}`)),
    sql`from json_to_recordset(${param('events')}::json) as e (${columns})`,
  )
})

/** Inserts the event once for each row of `written`, so that no event reports a change that did not happen. */
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

/**
 * Which events of an organization. `from` is inclusive, `to` exclusive; `after` is the last event of the page before.
 */
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
