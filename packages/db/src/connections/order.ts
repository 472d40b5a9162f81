import { type RawBuilder, sql } from 'kysely'

export type ConnectionOrder = 'name' | 'health' | 'createdAt' | 'updatedAt' | 'lastSuccessAt'

interface Order {
  /** The sort key, as the index has it between `org_id` and `id`. */
  by: RawBuilder<unknown>
  /** The sort key as text without loss: a time has microseconds here, and only milliseconds as a `Date`. */
  place: RawBuilder<string>
  /** The sort key of such a text. */
  read(place: string): RawBuilder<unknown>
}

function inTime(column: string): Order {
  const by = sql.ref(column)
  return { by, place: inUtc(by), read: (place) => sql`${place}::timestamptz` }
}

function inUtc(time: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
}

const neverYet = sql`timestamptz '-infinity'`

export const orders: Record<ConnectionOrder, Order> = {
  // Names are lower case already, so byte order sorts by lower-cased name under any collation.
  name: { by: sql`name collate "C"`, place: sql<string>`name`, read: (place) => sql`${place}::text` },
  health: { by: sql`health_rank`, place: sql<string>`health_rank::text`, read: (place) => sql`${place}::smallint` },
  createdAt: inTime('created_at'),
  updatedAt: inTime('updated_at'),
  lastSuccessAt: {
    by: sql`coalesce(last_success_at, ${neverYet})`,
    place: sql<string>`coalesce(${inUtc(sql.ref('last_success_at'))}, '')`,
    read: (place) => sql`coalesce(nullif(${place}, '')::timestamptz, ${neverYet})`,
  },
}
