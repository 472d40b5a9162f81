import type pg from 'pg'

/** How long statements of a connection may take, in milliseconds. The database ends longer ones. */
export interface SessionLimits {
  readonly statementMs: number
  readonly lockMs: number
}

export interface SessionOptions {
  readonly limits: SessionLimits
  /** Whether its plans may use sequential scans. */
  readonly scans: boolean
}

/** What is known of a new connection. */
export interface Session {
  /** Whether no pooler is between, so that a setting stays with the connection. */
  readonly direct: boolean
  /** Whether the server is a standby, or takes no writes for now. */
  readonly readOnly: boolean
}

/** An open transaction holds locks. If its process is gone, it ends after so long, in milliseconds. */
const idleInTransactionMs = 60_000
/** The longest time for the set-up of a new connection, in milliseconds. */
const beginMs = 5_000

/**
 * Sets up a new connection in one round trip, and asks what it is.
 *
 * A database or role may have other values of DateStyle and standard_conforming_strings; PgBouncer keeps these two for
 * each client. No other setting may be made for a session through a pooler: PgBouncer refuses it as a start-up
 * parameter, and a SET stays with a connection that other clients get too. A pooler is recognized by the process id
 * that it gives its clients.
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

/** The statement that begins a transaction through a pooler, with limits for this transaction only. */
export function limitedBegin(begin: string, { statementMs, lockMs }: SessionLimits): string {
  return `${begin}; set local statement_timeout = ${statementMs}; set local lock_timeout = ${lockMs}; set local idle_in_transaction_session_timeout = ${idleInTransactionMs}`
}
