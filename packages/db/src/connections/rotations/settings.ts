import { type RawBuilder, sql } from 'kysely'
import type { RotationSettings } from '../../tables/connections.ts'

/** So many days from today on, at the time of day of these settings, by the database's clock. */
export function rotationAfter(days: number, { rotateAtUtc }: Pick<RotationSettings, 'rotateAtUtc'>): RawBuilder<Date> {
  const { hours, minutes } = rotateAtUtc
  return sql<Date>`(date_trunc('day', now() at time zone 'UTC')
    + make_interval(days => ${days}::int, hours => ${hours}::int, mins => ${minutes}::int)) at time zone 'UTC'`
}
