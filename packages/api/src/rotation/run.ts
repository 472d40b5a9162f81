import { randomUUID } from 'node:crypto'
import {
  beginRotation,
  type ConnectionRow,
  isUniqueViolation,
  type NeededRight,
  type RotationRef,
  rotationUnderWayConstraint,
  selectRotatedCredential,
  storeMade,
} from '@app-connections/db'
import { type MadeCredential, ProviderError, type Rotation } from '@app-connections/providers'
import type { RotationKind } from '@app-connections/schemas'
import { appSchema } from '@app-connections/schemas'
import { connectionEvent } from '../audit/connection-event.ts'
import { type Opened, openCredential } from '../credentials/open.ts'
import { noteFailure } from '../credentials/outcome.ts'
import { sealCredential } from '../credentials/seal.ts'
import { withDeadline } from '../deadline.ts'
import { unknownConnection } from '../failures/connections.ts'
import { rotationNotSupported, rotationOvertaken, rotationUnderWay } from '../failures/rotation.ts'
import type { Context } from '../procedure/context.ts'
import { isExpected, noteFailed } from './fail.ts'
import { pendingRecord } from './kept.ts'
import { promote } from './promote.ts'
import { noVerdict } from './trial.ts'

/** What began a rotation, and the right that its caller must have. */
export interface Cause {
  readonly kind: Exclude<RotationKind, 'roll_back'>
  readonly by?: NeededRight
}

/**
 * Rotates the credential of a connection: makes another one (pending), tries it, and has it take the place of the present
 * one (current), which is kept for the overlap (previous) and then ended. What is about to be made is stored first, so
 * that the job finds and ends it where this process is killed or an answer is lost. A failure leaves the connection with
 * the credential that it had.
 *
 * Errors: 409 (a rotation is under way; the connection has changed; the new credential failed its trial), 404, and the
 * platform's failures.
 */
export async function rotate(ctx: Context, found: ConnectionRow, cause: Cause): Promise<ConnectionRow> {
  const ref = { orgId: found.org_id, connectionId: found.id, id: randomUUID() }
  await begin(ctx, found, ref, cause)
  const { db, upstreamDeadlineMs } = ctx.services
  const failing = { row: found, ref, kind: cause.kind } as const
  const { opened, made, platformId } = await withDeadline(upstreamDeadlineMs, (deadline) =>
    make(ctx, found, ref, deadline),
  ).catch(async (error: unknown) => {
    // After these, the platform may have made it: the job looks.
    if (!isExpected(error) || isUncertain(error)) throw told(error, 'Whether it made another one is looked up.')
    await noteFailed(ctx, { ...failing, credential: 'absent' }, error)
    throw error
  })
  await store(ctx, opened, ref, made)
  const kept = await selectRotatedCredential(db, ref, ref.id)
  if (kept === undefined) throw unknownConnection(found.id)
  return withDeadline(upstreamDeadlineMs, (deadline) =>
    promote(ctx, { opened, kept, platformId, kind: cause.kind }, deadline),
  ).catch(async (error: unknown) => {
    if (!isExpected(error) || (error instanceof ProviderError && noVerdict.has(error.failure))) {
      throw told(error, 'The rotation goes on by itself.')
    }
    await noteFailed(ctx, { ...failing, credential: 'ending' }, error)
    throw error
  })
}

async function begin(ctx: Context, found: ConnectionRow, ref: RotationRef, { kind, by }: Cause): Promise<void> {
  const { db, rotation } = ctx.services
  const event = connectionEvent(
    ctx,
    found,
    'appConnections.rotateCredentials',
    { rotationId: ref.id, kind },
    'attempted',
  )
  const state = {
    ...{ orgId: ref.orgId, id: ref.connectionId, sealRevision: found.seal_revision },
    ...(by === undefined ? {} : { by }),
  }
  await rotation.reached?.('before begin')
  const begun = await beginRotation(db, state, { id: ref.id, kind, turnMs: rotation.turnMs }, event).catch(
    (error: unknown) => {
      throw isUniqueViolation(error, rotationUnderWayConstraint) ? rotationUnderWay() : error
    },
  )
  if (!begun) throw rotationOvertaken()
  await rotation.reached?.('after begin')
}

interface Made {
  readonly opened: Opened
  readonly made: MadeCredential
  /** The id of the present credential at its platform, as far as it can be told apart. */
  readonly platformId: string | null
}

async function make(ctx: Context, found: ConnectionRow, ref: RotationRef, deadline: AbortSignal): Promise<Made> {
  const { rotation: times } = ctx.services
  const opened = await openCredential(ctx, { orgId: ref.orgId, id: ref.connectionId }, deadline, { evenRefused: true })
  const { rotation } = opened.credential
  if (rotation === undefined) throw rotationNotSupported(appSchema.parse(found.app), found.method)
  const platformId = await ownId(ctx, opened, rotation, deadline)
  await times.reached?.('before make')
  const made = await rotation.make(ref.id, deadline).catch(async (error: unknown) => {
    throw error instanceof ProviderError ? new MakeError(await noteFailure(ctx, opened.row, error)) : error
  })
  await times.reached?.('after make')
  return { opened, made, platformId }
}

/** A failed call that may have made a credential. */
class MakeError extends ProviderError {
  constructor({ failure, message, detail }: ProviderError) {
    super(failure, message, { detail })
  }
}

/** Asked before anything is made, so that what is refused is refused without a trace at the platform. */
async function ownId(ctx: Context, { row }: Opened, rotation: Rotation, deadline: AbortSignal): Promise<string | null> {
  try {
    return (await rotation.own(deadline)) ?? null
  } catch (error) {
    throw error instanceof ProviderError ? await noteFailure(ctx, row, error) : error
  }
}

function isUncertain(error: unknown): boolean {
  return error instanceof MakeError && (error.failure === 'unavailable' || error.failure === 'timed_out')
}

function told(error: unknown, more: string): unknown {
  if (!(error instanceof ProviderError)) return error
  return new ProviderError(error.failure, `${error.message} ${more}`, { detail: error.detail, cause: error })
}

async function store(ctx: Context, { row }: Opened, ref: RotationRef, made: MadeCredential): Promise<void> {
  const { db, keyring, rotation } = ctx.services
  await rotation.reached?.('before store')
  const sealed = sealCredential(await keyring.forOrg(row.org_id), pendingRecord(ref), made)
  const stored = await storeMade(
    db,
    ref,
    { platformId: made.id, expiresAt: made.expiresAt, ...sealed },
    rotation.turnMs,
  )
  await rotation.reached?.('after store')
  if (stored !== 'pending') throw rotationOvertaken()
}
