/** SQLSTATEs that are told apart one by one (PostgreSQL documentation, appendix A). */
const sqlState = {
  uniqueViolation: '23505',
  foreignKeyViolation: '23503',
  readOnlyTransaction: '25006',
  idleInTransactionTimeout: '25P03',
  transactionTimeout: '25P04',
  noSuchDatabase: '3D000',
  /** Of reads in a row that share a statement, where the first could not have it prepared. */
  noSuchStatement: '26000',
  lockNotAvailable: '55P03',
  queryCanceled: '57014',
} as const

/**
 * SQLSTATEs that say "not now", by class: 08 connection, 28 who may connect, 40 a conflict that was rolled back,
 * 53 resources, 57 a cancelled statement or a shutdown.
 */
const passingClass = /^(?:08|28|40|53|57)/
const passingStates = new Set<string>([
  sqlState.readOnlyTransaction,
  sqlState.idleInTransactionTimeout,
  sqlState.transactionTimeout,
  sqlState.noSuchDatabase,
  sqlState.noSuchStatement,
  sqlState.lockNotAvailable,
])

/** How the system ends a connection that worked. One that could not be made is a `DatabaseUnreachableError`. */
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

/** node-postgres gives these no code. */
const driverSays =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client (?:has encountered a connection error|was closed))/

/** No connection to the database is to be had, for whatever reason; `cause` is what was tried last. */
export class DatabaseUnreachableError extends Error {
  override readonly name = 'DatabaseUnreachableError'
  constructor(cause: unknown) {
    super(`no connection to the database is to be had: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

/** A connection was given up: nothing came on it for longer than its database would have let it wait. */
export class DatabaseSilentError extends Error {
  override readonly name = 'DatabaseSilentError'
}

/** The database answers and takes no writes: a standby, or one that is read-only for now. */
export class DatabaseReadOnlyError extends Error {
  override readonly name = 'DatabaseReadOnlyError'
  readonly code = sqlState.readOnlyTransaction
  constructor() {
    super('the database takes no writes')
  }
}

/** Whether `error` says that the unique constraint of that name was broken. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  return code(error) === sqlState.uniqueViolation && field(error, 'constraint') === constraint
}

/** Whether `error` says that something still refers to what was to be deleted. */
export function isForeignKeyViolation(error: unknown): boolean {
  return code(error) === sqlState.foreignKeyViolation
}

/** Whether `error` says that the database takes no writes. */
export function isReadOnly(error: unknown): boolean {
  return code(error) === sqlState.readOnlyTransaction
}

/** Whether `error` says that every connection of a pool was lent for as long as its caller would wait. */
export function isNoneFree(error: unknown): boolean {
  return error instanceof Error && error.message === 'timeout exceeded when trying to connect'
}

/** Whether `error` says that a connection did not answer in time, and may never do. */
export function isSilent(error: unknown): boolean {
  return error instanceof DatabaseSilentError || (error instanceof Error && error.message === 'Query read timeout')
}

/** Whether `error` says that a statement waited for a lock for longer than it may. */
export function isLocked(error: unknown): boolean {
  return code(error) === sqlState.lockNotAvailable
}

/** Whether `error` says that a statement waited for a lock, or for its end, for longer than it may. */
export function isTimeLimit(error: unknown): boolean {
  return isLocked(error) || code(error) === sqlState.queryCanceled
}

/** Whether `error` says that the database cannot do it now, as opposed to a statement that is wrong. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnreachableError || error instanceof DatabaseSilentError) return true
  const found = code(error)
  if (typeof found === 'string') return passingClass.test(found) || passingStates.has(found) || networkCodes.has(found)
  return error instanceof Error && driverSays.test(error.message)
}

function code(error: unknown): unknown {
  return field(error, 'code')
}

function field(error: unknown, name: string): unknown {
  if (typeof error !== 'object' || error === null || !(name in error)) return undefined
  return Reflect.get(error, name)
}
