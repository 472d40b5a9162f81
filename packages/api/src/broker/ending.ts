import { ProviderError } from '@app-connections/providers'
import { callerGone, useEnded } from '../failures/broker.ts'
import { OperationError } from '../failures/operation-error.ts'

/**
 * How a use ended, for its record. `whole`: its answer arrived. `access ended`: the caller lost the grant, the token or the
 * session that it hung on. `not granted`: what it was about turned out on the way not to be.
 */
export type Ending =
  | 'whole'
  | 'caller gone'
  | 'access ended'
  | 'not granted'
  | 'platform too slow'
  | 'platform unusable'
  | 'failed'

/** The body of an answer is not read to its end. */
export class NotRead extends Error {
  override readonly name = 'NotRead'
}

/** Who may end a use before its time. */
export interface Enders {
  /** Fires when the caller is gone. */
  readonly caller: AbortSignal
  /** Fires when the caller may not go on; undefined before that is watched. */
  readonly access: AbortSignal | undefined
  /** Whether the body of the request broke off. */
  bodyBroke(): boolean
}

/** The ending of a use that failed. Who ended it comes first: what broke then is the consequence. */
export function endingOf(error: unknown, { caller, access, bodyBroke }: Enders): Ending {
  if (access?.aborted) return 'access ended'
  if (caller.aborted || bodyBroke() || error instanceof NotRead) return 'caller gone'
  if (error instanceof ProviderError) return error.failure === 'timed_out' ? 'platform too slow' : 'platform unusable'
  if (error instanceof OperationError && error.error === 'PermissionDenied') return 'not granted'
  if (error instanceof OperationError && error.error === 'BadGateway') return 'platform unusable'
  return 'failed'
}

/** What a failed use is answered with. */
export function answeredWith(ending: Ending, error: unknown): unknown {
  if (ending === 'access ended') return useEnded()
  return ending === 'caller gone' ? callerGone() : error
}
