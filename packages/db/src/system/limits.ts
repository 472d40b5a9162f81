import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'

/**
 * Reserves up to `batch` calls of a key's minute for this process, out of `limit` for all processes. Resolves with how
 * many were granted (0: none are left) and the seconds until the minute ends. A key may be an address, which has no
 * organization.
 */
export async function reserveCalls(
  db: Queryable,
  key: string,
  batch: number,
  limit: number,
): Promise<{ granted: number; secondsLeft: number }> {
  const { rows } = await sql<{ granted: number; secondsLeft: number }>`
    with this_minute as (select date_trunc('minute', now()) as started_at),
    reserved as (
      insert into limit_windows as w (key, started_at, reserved)
      select ${key}, started_at, least(${batch}::int, ${limit}::int) from this_minute
      on conflict (key, started_at) do update set reserved = w.reserved + ${batch}::int
      returning reserved
    )
    select least(${batch}::int, greatest(0, ${limit}::int - (reserved - ${batch}::int)))::int as granted,
      ceil(extract(epoch from date_trunc('minute', now()) + interval '1 minute' - now()))::int as "secondsLeft"
    from reserved`.execute(db)
  return rows[0] ?? { granted: 0, secondsLeft: 60 }
}

/** Deletes the counts of past minutes. */
export async function deleteOldLimitWindows(db: Queryable): Promise<void> {
  await sql`delete from limit_windows where started_at < now() - interval '10 minutes'`.execute(db)
}
