import type { Insertable } from 'kysely'
import type { Queryable } from './database.ts'
import type { Tables } from './tables.ts'

export type NewAuditEvent = Insertable<Tables['audit_events']>

/** Writes one event. Inside the transaction of the write it belongs to; alone where a call was refused. */
export async function insertAuditEvent(db: Queryable, event: NewAuditEvent): Promise<void> {
  await db.insertInto('audit_events').values(event).execute()
}
