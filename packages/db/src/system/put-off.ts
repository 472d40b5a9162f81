import { sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'

/** How far ahead work may be deferred, in milliseconds. Those by tries begin with work that has not been tried. */
export interface FurthestAhead {
  readonly checkMs: number
  readonly allowanceMs: number
  readonly deliveryMsByTries: readonly number[]
  readonly withdrawalMsByTries: readonly number[]
}

/**
 * Makes work of every organization due that is deferred for longer than possible: a clock was ahead when that was
 * written, and the work would rest for as long as that clock was wrong. `at` is the right time. Resolves with how much
 * was found.
 */
export async function bringBack(db: Queryable, at: Date, furthest: FurthestAhead): Promise<number> {
  const until = (ms: number) => sql`${new Date(at.getTime() + ms)}::timestamptz`
  const untilByTries = (tries: 'attempts' | 'tries', ms: readonly number[]) => {
    const seconds = ms.map((each) => each / 1000)
    return sql`${at}::timestamptz + make_interval(secs =>
      (${seconds}::float8[])[least(${sql.ref(tries)}, ${seconds.length - 1}::int) + 1])`
  }
  const { rows } = await sql<{ found: number }>`
    with checks as (
      update connections set next_check_at = ${at}
      where deleted_at is null and next_check_at > ${until(furthest.checkMs)} returning 1),
    allowances as (
      update check_allowances set free_at = ${at} where free_at > ${until(furthest.allowanceMs)} returning 1),
    delivered as (
      update deliveries set next_attempt_at = ${at}
      where state = 'pending' and next_attempt_at > ${untilByTries('attempts', furthest.deliveryMsByTries)} returning 1),
    withdrawn as (
      update withdrawals set due_at = ${at}
      where due_at > ${untilByTries('tries', furthest.withdrawalMsByTries)} returning 1)
    select ((select count(*) from checks) + (select count(*) from allowances) + (select count(*) from delivered)
      + (select count(*) from withdrawn))::int as found`.execute(db)
  return rows[0]?.found ?? 0
}

/**
 * Clears when the queue's own upkeep was last done where that is in the future: a clock was ahead then, and the upkeep
 * would rest until that time.
 */
export async function forgetFutureUpkeep(db: Queryable): Promise<void> {
  const early = (column: string) => sql`case when ${sql.ref(column)} <= now() then ${sql.ref(column)} end`
  for (const [table, columns] of Object.entries(upkeep)) {
    const forgotten = columns.map((column) => sql`${sql.ref(column)} = ${early(column)}`)
    const ahead = sql.join(columns.map((column) => sql.ref(column)))
    await sql`update ${sql.table(table)} set ${sql.join(forgotten)} where greatest(${ahead}) > now()`.execute(db)
  }
}

/** The columns of pg-boss by which a process says that it does the upkeep. */
const upkeep = {
  'jobs.version': ['cron_on', 'bam_on', 'flow_on', 'reindex_on', 'monitor_backoff_on'],
  'jobs.queue': ['monitor_claim_on', 'monitor_on', 'maintain_on'],
}
