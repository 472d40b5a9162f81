/** SQLSTATEs of broken constraints (PostgreSQL documentation, appendix A). */
const uniqueViolation = '23505'
const foreignKeyViolation = '23503'

/** SQLSTATE classes that say the database cannot be reached or is going away: 08 connection, 53 resources, 57P shutdown. */
const unavailable = /^(?:08|53|57P)/
const networkCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN'])

/** Whether `error` says that the unique constraint of that name was broken. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  return code(error) === uniqueViolation && field(error, 'constraint') === constraint
}

/** Whether `error` says that something still refers to what was to be deleted. */
export function isForeignKeyViolation(error: unknown): boolean {
  return code(error) === foreignKeyViolation
}

/** Whether `error` says that the database is out of reach, as opposed to a statement that is wrong. */
export function isUnavailable(error: unknown): boolean {
  const found = code(error)
  if (typeof found === 'string') return unavailable.test(found) || networkCodes.has(found)
  // node-postgres gives these no code.
  return (
    error instanceof Error &&
    /^(?:Connection terminated|timeout exceeded when trying to connect|Client (?:has encountered a connection error|was closed))/.test(
      error.message,
    )
  )
}

function code(error: unknown): unknown {
  return field(error, 'code')
}

function field(error: unknown, name: string): unknown {
  if (typeof error !== 'object' || error === null || !(name in error)) return undefined
  return Reflect.get(error, name)
}
