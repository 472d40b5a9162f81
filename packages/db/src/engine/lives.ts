import { type RawBuilder, sql } from 'kysely'

/**
 * A row whose life is given in seconds: it begins when the row is written, by the database's clock, which also judges
 * whether it is over. Clocks of servers differ, and are set.
 */
export type WithLife<Row, Ends extends keyof Row = never> = Omit<Row, 'expires_at' | Ends> & { expiresIn: number }

/** So many seconds from now on, by the database's clock. */
export function secondsFromNow(seconds: number): RawBuilder<Date> {
  return sql<Date>`now() + make_interval(secs => ${seconds}::float8)`
}

/**
 * Whether a time is over that was at most so many seconds away when it was written. One that is further away was written
 * while the database's clock was ahead, and holds nobody up.
 */
export function isOver(time: string, seconds: number): RawBuilder<boolean> {
  return sql<boolean>`(${sql.ref(time)} <= now() or ${sql.ref(time)} > ${secondsFromNow(2 * seconds)})`
}
