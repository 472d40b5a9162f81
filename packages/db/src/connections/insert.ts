import { type RawBuilder, sql } from 'kysely'
import { eventColumns, type NewAuditEvent } from '../audit/events.ts'
import { compiledOnce, type Statement } from '../engine/compiled-once.ts'
import type { Queryable } from '../engine/database.ts'
import { type NewNotice, noticeColumns } from '../notices/notices.ts'
import type { ConnectionRow, NewConnection } from '../tables/connections.ts'
import { metadata } from './row.ts'

/** Stores a connection, its audit event and its notice in one statement: all or none, in one round trip. */
export async function insertConnection(
  db: Queryable,
  connection: NewConnection,
  event: NewAuditEvent,
  notice?: NewNotice,
): Promise<ConnectionRow> {
  const given = insertable.filter((column) => connection[column] !== undefined)
  const [row] = await insertionOf(given, notice !== undefined)(db, { connection, event, notice })
  if (row === undefined) throw new Error('the inserted connection was not returned')
  return row
}

interface Insertion {
  connection: NewConnection
  event: NewAuditEvent
  notice: NewNotice | undefined
}

const insertable = ['credentials', ...metadata] as const

/** The insertions compiled so far, by their columns and whether they have a notice. */
const insertions = new Map<string, Statement<Insertion, ConnectionRow>>()

function insertionOf(given: (typeof insertable)[number][], notified: boolean): Statement<Insertion, ConnectionRow> {
  const key = `${notified} ${given}`
  const known = insertions.get(key)
  if (known !== undefined) return known
  const made = compiledOnce<Insertion>()((db, { value }) => {
    const event = eventColumns.map((column) => value((insertion) => insertion.event[column] ?? null))
    const notice = noticeColumns.map((column) => value((insertion) => insertion.notice?.[column] ?? null))
    const connection = given.map((column) => value((insertion) => insertion.connection[column]))
    const recorded = db.with('event', (cte) =>
      cte.insertInto('audit_events').columns(eventColumns).expression(rowOf(event)).returning('id'),
    )
    const all = notified
      ? recorded.with('notice', (cte) =>
          cte.insertInto('notices').columns(noticeColumns).expression(rowOf(notice)).returning('id'),
        )
      : recorded
    return all.insertInto('connections').columns(given).expression(rowOf(connection)).returning(metadata)
  })
  insertions.set(key, made)
  return made
}

function rowOf(values: RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql`values (${sql.join(values)})`
}
