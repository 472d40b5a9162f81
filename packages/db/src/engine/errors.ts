/** SQLSTATEs with a meaning of their own here (PostgreSQL documentation, appendix A). */
const sqlState = {
  uniqueViolation: '23505',
  foreignKeyViolation: '23503',
  readOnlyTransaction: '25006',
  idleInTransactionTimeout: '25P03',
  transactionTimeout: '25P04',
  noSuchDatabase: '3D000',
  /** For consecutive reads with the same statement, where the first could not prepare it. */
  noSuchStatement: '26000',
  lockNotAvailable: '55P03',
  queryCanceled: '57014',
} as const

/**
 * The classes of SQLSTATEs that mean "not now": 08 connection, 28 who may connect, 40 a conflict that was rolled back,
 * 53 resources, 57 a cancelled statement or a shutdown.
 */
const temporaryClass = /^(?:08|28|40|53|57)/
const temporaryStates = new Set<string>([
  sqlState.readOnlyTransaction,
  sqlState.idleInTransactionTimeout,
  sqlState.transactionTimeout,
  sqlState.noSuchDatabase,
  sqlState.noSuchStatement,
  sqlState.lockNotAvailable,
])

/** How the system ends a connection that worked. A connection that cannot be made is a `DatabaseUnreachableError`. */
const networkCodes = new Set([
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETRESET',
  'ENETUNREACH',
  'ENOTCONN',
  'EPIPE',
  'ETIMEDOUT',
])

/** Errors of node-postgres that have no code. */
const driverSays =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client (?:has encountered a connection error|was closed))/

/** No connection to the database can be had, for any reason. `cause` is the last attempt's error. */
export class DatabaseUnreachableError extends Error {
  override readonly name = 'DatabaseUnreachableError'
  constructor(cause: unknown) {
    super(`no connection to the database is to be had: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

/** The connection was given up, because nothing came on it for longer than the database allows a statement. */
export class DatabaseSilentError extends Error {
  override readonly name = 'DatabaseSilentError'
}

/** The embedded database's engine ended on its own and cannot be used again in this process. `cause` is what ended it. */
export class DatabaseDiedError extends Error {
  override readonly name = 'DatabaseDiedError'
  constructor(cause: unknown) {
    super(`the embedded database has ended: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

/** The database answers but takes no writes: a standby, or read-only for now. */
export class DatabaseReadOnlyError extends Error {
  override readonly name = 'DatabaseReadOnlyError'
  readonly code = sqlState.readOnlyTransaction
  constructor() {
    super('the database takes no writes')
  }
}

/** Whether `error` is a violation of that unique constraint. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  return code(error) === sqlState.uniqueViolation && field(error, 'constraint') === constraint
}

/** Whether `error` means that a row still refers to the one to delete. */
export function isForeignKeyViolation(error: unknown): boolean {
  return code(error) === sqlState.foreignKeyViolation
}

/** Whether `error` means that the database takes no writes. */
export function isReadOnly(error: unknown): boolean {
  return code(error) === sqlState.readOnlyTransaction
}

/** Whether `error` means that no connection of a pool became free while its caller waited. */
export function isNoneFree(error: unknown): boolean {
  return error instanceof Error && error.message === 'timeout exceeded when trying to connect'
}

/** Whether `error` means that a connection did not answer in time, and may never do so. */
export function isSilent(error: unknown): boolean {
  return error instanceof DatabaseSilentError || (error instanceof Error && error.message === 'Query read timeout')
}

/** Whether `error` means that a statement waited too long for a lock. */
export function isLocked(error: unknown): boolean {
  return code(error) === sqlState.lockNotAvailable
}

/** Whether `error` means that a statement took or waited too long. */
export function isTimeLimit(error: unknown): boolean {
  return isLocked(error) || code(error) === sqlState.queryCanceled
}

/** Whether `error` means that the database is unavailable for now, and not that the statement is wrong. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnreachableError || error instanceof DatabaseSilentError) return true
  if (error instanceof DatabaseDiedError) return true
  const found = code(error)
  if (typeof found === 'string')
    return temporaryClass.test(found) || temporaryStates.has(found) || networkCodes.has(found)
  return error instanceof Error && driverSays.test(error.message)
}

function code(error: unknown): unknown {
  return field(error, 'code')
}

function field(error: unknown, name: string): unknown {
  if (typeof error !== 'object' || error === null || !(name in error)) return undefined
  return Reflect.get(error, name)
}
