import type { Insertable } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { Tables } from '../tables/index.ts'

/** Writes events of whichever organizations, or of none: an account is signed in to before an organization is named. */
export async function insertEvents(
  db: Queryable,
  events: readonly Insertable<Tables['audit_events']>[],
): Promise<void> {
  if (events.length > 0) await db.insertInto('audit_events').values(events).execute()
}
