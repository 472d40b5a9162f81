import type { Insertable } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { Tables } from '../tables/index.ts'

/** Writes events of any organizations, or of none: a person signs in before they name an organization. */
export async function insertEvents(
  db: Queryable,
  events: readonly Insertable<Tables['audit_events']>[],
): Promise<void> {
  if (events.length > 0) await db.insertInto('audit_events').values(events).execute()
}
