import type pg from 'pg'

/** How long a connection may be at something, in milliseconds. The database itself ends what takes longer. */
export interface SessionLimits {
  readonly statementMs: number
  readonly lockMs: number
}

export interface SessionOptions {
  readonly limits: SessionLimits
  /** Whether its plans may read a table from end to end. */
  readonly scans: boolean
}

/** What a new connection turned out to be. */
export interface Session {
  /** No pooler stands between: what is set here stays here. */
  readonly direct: boolean
  /** A standby, or a database that takes no writes for now. */
  readonly readOnly: boolean
}

/** An open transaction holds locks: one whose process is gone ends by itself, in milliseconds. */
const idleInTransactionMs = 60_000
/** What a new connection is told is answered within so long, in milliseconds. */
const beginMs = 5_000

/**
 * Tells a new connection how it is to behave, in one round trip, and asks what it is.
 *
 * DateStyle and standard_conforming_strings may be set otherwise for a database or a role; PgBouncer keeps these two for
 * each of its clients. Nothing else may be set for a session through a pooler: as a start-up parameter PgBouncer refuses
 * it, and a SET stays with a connection that its other clients are given too. A pooler tells its clients a process id of
 * its own, by which it is known.
 */
export async function beginSession(client: pg.ClientBase, { limits, scans }: SessionOptions): Promise<Session> {
  const processId: unknown = Reflect.get(client, 'processID')
  const here = 'coalesce(pg_backend_pid() = $1::int, false)'
  const statement = {
    text: `select ${here} as "direct", current_setting('transaction_read_only') = 'on' as "readOnly",
      set_config('datestyle', 'ISO, MDY', false), set_config('standard_conforming_strings', 'on', false),
      case when ${here} then set_config('statement_timeout', $2, false) end,
      case when ${here} then set_config('lock_timeout', $3, false) end,
      case when ${here} then set_config('idle_in_transaction_session_timeout', $4, false) end,
      case when ${here} and not $5::boolean then set_config('enable_seqscan', 'off', false) end`,
    values: [processId, `${limits.statementMs}`, `${limits.lockMs}`, `${idleInTransactionMs}`, scans],
    query_timeout: beginMs,
  }
  const { rows } = await client.query<Session>(statement)
  const [session] = rows
  if (session === undefined) throw new Error('a select without a table answers one row')
  return session
}

/** What begins a transaction through a pooler, where it has its limits for itself alone. */
export function limitedBegin(begin: string, { statementMs, lockMs }: SessionLimits): string {
  return `${begin}; set local statement_timeout = ${statementMs}; set local lock_timeout = ${lockMs}; set local idle_in_transaction_session_timeout = ${idleInTransactionMs}`
}
