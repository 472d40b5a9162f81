import { type ErrorName, type FailureCode, failureCodes } from '@app-connections/schemas'

interface More {
  readonly details?: { action: string; subject: string }[]
  readonly retryAfterSeconds?: number
  readonly byPolicy?: boolean
}

/** A failure that an operation means: `message` is public. Everything else that is thrown is not. */
export class OperationError extends Error {
  override readonly name = 'OperationError'
  readonly code: FailureCode
  readonly error: ErrorName
  readonly details: { action: string; subject: string }[] | undefined
  readonly retryAfterSeconds: number | undefined
  /** A 404 given because the caller may not know; it reads like that of an unknown id, but leaves an audit event. */
  readonly byPolicy: boolean

  constructor(code: FailureCode, message: string, more: More = {}) {
    super(message)
    this.code = code
    this.error = failureCodes[code]
    this.details = more.details
    this.retryAfterSeconds = more.retryAfterSeconds
    this.byPolicy = more.byPolicy ?? false
  }

  /** The same answer, for a caller who may not know of what is there. Where nothing `exists` it hides nothing. */
  hiding(exists = true): OperationError {
    return exists ? new OperationError(this.code, this.message, { byPolicy: true }) : this
  }
}

/** A failure of the catalogue: what it is given goes into its sentence and, where there is more to say, into that. */
export function failure<Given extends readonly unknown[]>(
  code: FailureCode,
  sentence: (...given: Given) => string,
  more: (...given: Given) => More = () => ({}),
): (...given: Given) => OperationError {
  return (...given) => new OperationError(code, sentence(...given), more(...given))
}
