import type { ConnectionRow } from '@app-connections/db'
import { ProviderError, type Session } from '@app-connections/providers'
import { withDeadline } from '../deadline.ts'
import type { Context } from '../procedure/context.ts'
import { type ConnectionRef, type Opened, type OpenOptions, openCredential, openRenewed } from './open.ts'
import { noteFailure, noteSuccess } from './outcome.ts'

/** What an operation gets of an opened credential: its session, and which connection it is. */
export interface Attempt {
  readonly row: ConnectionRow
  readonly session: Session
  /** Whether the service renews the credential by itself. */
  readonly refreshable: boolean
  /** Fires when the caller's time is over, renewals included. */
  readonly deadline: AbortSignal
}

/** `repeatable`: whether `use` may call the platform twice. Never true for a call that changes something there. */
export interface AttemptOptions extends OpenOptions {
  readonly repeatable: boolean
}

/**
 * The one door to a credential: opens it, lets `use` call the platform with its session, and stores the outcome as the
 * connection's health. Where the platform refuses a credential that can be renewed, it is renewed once. A repeatable
 * `use` is then called again; any other rejects, and its message says that nothing was sent again.
 *
 * Errors: 404 (deleted meanwhile), and whatever the provider rejects with.
 */
export async function attempt<T>(
  ctx: Context,
  connection: ConnectionRef,
  options: AttemptOptions,
  use: (attempt: Attempt) => Promise<T>,
): Promise<T> {
  return withDeadline(ctx.services.upstreamDeadlineMs, (deadline) =>
    attemptUntil(ctx, connection, options, use, deadline),
  )
}

async function attemptUntil<T>(
  ctx: Context,
  connection: ConnectionRef,
  options: AttemptOptions,
  use: (attempt: Attempt) => Promise<T>,
  deadline: AbortSignal,
): Promise<T> {
  const opened = await openCredential(ctx, connection, deadline, options)
  try {
    return await useOnce(ctx, opened, deadline, use)
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    if (error.failure !== 'refused' || !opened.credential.refreshable) throw await noteFailure(ctx, opened.row, error)
    const renewed = await openRenewed(ctx, opened, deadline, options)
    if (!options.repeatable) throw notSentAgain(error)
    return useAgain(ctx, renewed, deadline, use)
  }
}

async function useAgain<T>(
  ctx: Context,
  opened: Opened,
  deadline: AbortSignal,
  use: (attempt: Attempt) => Promise<T>,
): Promise<T> {
  try {
    return await useOnce(ctx, opened, deadline, use)
  } catch (error) {
    throw error instanceof ProviderError ? await noteFailure(ctx, opened.row, error) : error
  }
}

async function useOnce<T>(
  ctx: Context,
  { row, credential }: Opened,
  deadline: AbortSignal,
  use: (attempt: Attempt) => Promise<T>,
): Promise<T> {
  const { session, refreshable } = credential
  const result = await use({ row, session, refreshable, deadline })
  await noteSuccess(ctx, row)
  return result
}

function notSentAgain(cause: ProviderError): ProviderError {
  return new ProviderError(
    'unavailable',
    'The credential had ended and has been renewed. Nothing was sent again: repeat the call.',
    { detail: 'not repeatable', cause },
  )
}
