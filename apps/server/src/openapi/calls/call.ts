import type * as z from 'zod'
import type { Cause } from '../failures/causes.ts'

/** What the document says of a call besides what its row and the schema of its procedure say. */
export interface CallWords {
  readonly operationId: string
  readonly summary: string
  readonly description: string
  /** The body of its success, one of the named answers of the document. */
  readonly answer: z.ZodType
  /** The type of that body, where it is not JSON. */
  readonly contentType?: string
  /** A body that is accepted. */
  readonly example?: Readonly<Record<string, unknown>>
  /** Why it may fail, besides what any call may meet. */
  readonly causes: readonly Cause[]
  /** Fields of the procedure that the call does not take. */
  readonly ignores?: readonly string[]
}

/** The words of calls, by the procedures behind them. */
export type CallsByProcedure = Readonly<Record<string, CallWords>>
