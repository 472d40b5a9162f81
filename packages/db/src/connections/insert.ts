import { type RawBuilder, sql } from 'kysely'
import { eventColumns, type NewAuditEvent } from '../audit/events.ts'
import { compiledOnce, type Statement } from '../engine/compiled-once.ts'
import type { Queryable } from '../engine/database.ts'
import { type NewNotice, noticeColumns } from '../notices/notices.ts'
import type { ConnectionRow, NewConnection } from '../tables/connections.ts'
import { mayBy, type NeededRight } from './caller-may.ts'
import { metadata } from './row.ts'

/**
 * Stores a connection, its audit event and its notice in one statement: all or none, in one round trip. The notice is
 * left out where no webhook of the organization is told of its type: nobody is written a mail of a new connection.
 */
export async function insertConnection(
  db: Queryable,
  connection: NewConnection,
  event: NewAuditEvent,
  notice?: NewNotice,
): Promise<ConnectionRow> {
  const row = await insertConnectionBy(db, undefined, connection, event, notice)
  if (row === undefined) throw new Error('the inserted connection was not returned')
  return row
}

/** The same where the caller still has the right, undefined and nothing stored where it has ended. */
export async function insertConnectionBy(
  db: Queryable,
  by: NeededRight | undefined,
  connection: NewConnection,
  event: NewAuditEvent,
  notice?: NewNotice,
): Promise<ConnectionRow | undefined> {
  const given = insertable.filter((column) => connection[column] !== undefined)
  const [row] = await insertionOf(given, notice !== undefined, by?.caller.kind)(db, { by, connection, event, notice })
  return row
}

interface Insertion {
  by: NeededRight | undefined
  connection: NewConnection
  event: NewAuditEvent
  notice: NewNotice | undefined
}

const insertable = ['credentials', ...metadata] as const

/** The insertions compiled so far, by their columns, whether they have a notice, and the kind of caller. */
const insertions = new Map<string, Statement<Insertion, ConnectionRow>>()

function insertionOf(
  given: (typeof insertable)[number][],
  notified: boolean,
  kind: NeededRight['caller']['kind'] | undefined,
): Statement<Insertion, ConnectionRow> {
  const key = `${notified} ${kind} ${given}`
  const known = insertions.get(key)
  if (known !== undefined) return known
  const made = compiledOnce<Insertion>()((db, { value }) => {
    const event = eventColumns.map((column) => value((insertion) => insertion.event[column] ?? null))
    const notice = noticeColumns.map((column) => value((insertion) => insertion.notice?.[column] ?? null))
    const connection = given.map((column) => value((insertion) => insertion.connection[column]))
    const may =
      kind === undefined
        ? sql<boolean>`true`
        : mayBy(kind, {
            tokenId: value(({ by }) => by?.caller.tokenId),
            address: value(({ by }) => by?.caller.address),
            orgId: value(({ by }) => by?.orgId),
            projectId: value(({ by }) => by?.projectId),
            roles: value(({ by }) => by?.roles),
          })
    const written = db.with('written', (cte) =>
      cte
        .insertInto('connections')
        .columns(given)
        .expression(sql`select ${sql.join(connection)} where ${may}`)
        .returning(metadata),
    )
    const recorded = written.with('event', (cte) =>
      cte.insertInto('audit_events').columns(eventColumns).expression(rowOnceWritten(event)).returning('id'),
    )
    const heard = sql<boolean>`exists (select from webhooks w where w.org_id = written.org_id and w.enabled
      and ${value((insertion) => insertion.notice?.type)} = any (w.events))`
    const all = notified
      ? recorded.with('notice', (cte) =>
          cte
            .insertInto('notices')
            .columns(noticeColumns)
            .expression(sql`${rowOnceWritten(notice)} where ${heard}`)
            .returning('id'),
        )
      : recorded
    return all.selectFrom('written').select(metadata)
  })
  insertions.set(key, made)
  return made
}

function rowOnceWritten(values: RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql`select ${sql.join(values)} from written`
}
