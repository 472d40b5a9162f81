import type * as z from 'zod'
import type { Cause } from '../failures/causes.ts'

/** What the document says of a call besides what its route and the schema of its procedure say. */
export interface CallWords {
  readonly operationId: string
  readonly summary: string
  readonly description: string
  /** The schema of a successful answer's body, one of the document's named answers. */
  readonly answer: z.ZodType
  /** The type of that body, where it is not JSON. */
  readonly contentType?: string
  /** A body that is accepted. */
  readonly example?: Readonly<Record<string, unknown>>
  /** Its failures, besides those of any call. */
  readonly causes: readonly Cause[]
  /** Input fields of the procedure that the call does not take. */
  readonly ignores?: readonly string[]
}

/** The words of the calls, by procedure. */
export type CallsByProcedure = Readonly<Record<string, CallWords>>
