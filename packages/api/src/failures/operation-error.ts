import { type ErrorName, type FailureCode, failureCodes } from '@app-connections/schemas'

interface More {
  readonly details?: { action: string; subject: string }[]
  readonly retryAfterSeconds?: number
  readonly byPolicy?: boolean
}

/** A failure that an operation means. Its `message` is public; that of any other error is not. */
export class OperationError extends Error {
  override readonly name = 'OperationError'
  readonly code: FailureCode
  readonly error: ErrorName
  readonly details: { action: string; subject: string }[] | undefined
  readonly retryAfterSeconds: number | undefined
  /** A 404 because the caller may not know. It reads as that of an unknown id does, but leaves an audit event. */
  readonly byPolicy: boolean

  constructor(code: FailureCode, message: string, more: More = {}) {
    super(message)
    this.code = code
    this.error = failureCodes[code]
    this.details = more.details
    this.retryAfterSeconds = more.retryAfterSeconds
    this.byPolicy = more.byPolicy ?? false
  }

  /** The same answer, for a caller who may not know that this `exists`. Itself where nothing exists. */
  hiding(exists = true): OperationError {
    return exists ? new OperationError(this.code, this.message, { byPolicy: true }) : this
  }
}

/** A failure of the catalogue. Its arguments go into its sentence and, with `more`, into its other fields. */
export function failure<Given extends readonly unknown[]>(
  code: FailureCode,
  sentence: (...given: Given) => string,
  more: (...given: Given) => More = () => ({}),
): (...given: Given) => OperationError {
  return (...given) => new OperationError(code, sentence(...given), more(...given))
}
