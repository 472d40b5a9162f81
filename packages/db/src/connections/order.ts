import { type RawBuilder, sql } from 'kysely'

export type ConnectionOrder = 'name' | 'health' | 'createdAt' | 'updatedAt' | 'lastSuccessAt'

interface Order {
  /** What is sorted by, as it stands in an index behind `org_id` and before `id`. */
  by: RawBuilder<unknown>
  /** The same as text that loses nothing: times have microseconds here, and milliseconds once they are a `Date`. */
  place: RawBuilder<string>
  /** The text as what is sorted by. */
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
  // Names are lower case already, so plain byte order is the order of lower-cased names on any collation.
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
