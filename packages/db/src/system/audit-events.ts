import { type Insertable, sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { Tables } from '../tables/index.ts'

/** Writes events of any organizations, or of none: a person signs in before they name an organization. */
export async function insertEvents(
  db: Queryable,
  events: readonly Insertable<Tables['audit_events']>[],
): Promise<void> {
  if (events.length > 0) await db.insertInto('audit_events').values(events).execute()
}

/** Writes an event that sums others, or what it sums by now: `summed` in its detail only grows. */
export async function writeSummedEvent(db: Queryable, event: Insertable<Tables['audit_events']>): Promise<void> {
  const counted = (row: string) => sql<number>`(${sql.ref(`${row}.detail`)} ->> 'summed')::int`
  await db
    .insertInto('audit_events')
    .values(event)
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet((of) => ({ detail: of.ref('excluded.detail') }))
        .where(sql<boolean>`${counted('audit_events')} < ${counted('excluded')}`),
    )
    .execute()
}
