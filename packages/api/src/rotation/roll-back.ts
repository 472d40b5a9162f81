import { randomUUID } from 'node:crypto'
import { type RotatedCredentialRow, selectCredentialIn, swapCredentials } from '@app-connections/db'
import { ProviderError } from '@app-connections/providers'
import type { App, SingleConnection } from '@app-connections/schemas'
import { connectionEvent } from '../audit/connection-event.ts'
import { findConnection } from '../connection/find.ts'
import { shapeSingle } from '../connection/shape.ts'
import { withDeadline } from '../deadline.ts'
import { nothingToRollBackTo, rotationUnderWay } from '../failures/rotation.ts'
import { accepted } from '../health/health.ts'
import { connectionNotice } from '../health/notice.ts'
import type { MemberContext } from '../procedure/context.ts'
import { neededRight } from '../procedure/still-may.ts'
import { openKept, sealForConnection } from './kept.ts'
import { requireSettings } from './require-rotation.ts'

/**
 * Goes back to the credential before, while it lives: the two change places, so that the way forward stays open for the
 * overlap. It is tried first. Errors: 403, 404 (also: not configured), 400 (not supported), 409 (there is none before, it
 * no longer works, or a rotation is under way), 502, 503, 504 (the platform).
 */
export async function rollBackRotation({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { app: App; connectionId: string }
}): Promise<SingleConnection> {
  const { services } = ctx
  const found = await findConnection(ctx, input, 'edit')
  const { overlapDays } = requireSettings(found)
  const ofConnection = { orgId: found.org_id, connectionId: found.id }
  const kept = await selectCredentialIn(services.db, ofConnection, 'previous')
  if (kept === undefined) throw nothingToRollBackTo('the credential before has ended')
  const checked = await tryAgain(ctx, found, kept)
  const current = await selectCredentialIn(services.db, ofConnection, 'current')
  const [id, now] = [randomUUID(), services.now()]
  const sealRevision = found.seal_revision + 1
  const credentials = await sealForConnection(services, found, kept)
  const by = neededRight(ctx, found.project_id, 'edit')
  const row = await swapCredentials(
    services.db,
    { orgId: found.org_id, id: found.id, sealRevision: found.seal_revision, by },
    {
      rotation: { id, kind: 'roll_back' },
      incoming: { id: kept.id, from: 'previous' },
      outgoing: { id: randomUUID(), platformId: current?.platform_id ?? null },
      overlapDays,
      changesOf: (before) => ({
        ...accepted({ ...checked, expiresAt: kept.expires_at ?? checked.expiresAt ?? null }, now),
        ...{ credentials, credentials_hash: kept.credentials_hash ?? '', seal_revision: sealRevision },
        ...{ version: before.version + 1, revision: before.revision + 1, updated_at: now },
      }),
      event: connectionEvent(ctx, found, 'appConnections.rollBackRotation', { rotationId: id, sealRevision }),
      noticeFor: (after) => connectionNotice('connection.rotated', after, now),
    },
  )
  if (row === undefined) throw rotationUnderWay()
  services.sendNoticesSoon()
  return shapeSingle(row, ctx.member)
}

async function tryAgain(ctx: MemberContext, found: Parameters<typeof openKept>[1], kept: RotatedCredentialRow) {
  const credential = await openKept(ctx.services, found, kept)
  if (credential === undefined) throw nothingToRollBackTo('nothing of the credential before is kept')
  try {
    return await withDeadline(ctx.services.upstreamDeadlineMs, credential.session.check)
  } catch (error) {
    if (!(error instanceof ProviderError) || error.failure !== 'refused') throw error
    throw nothingToRollBackTo('its platform refuses the credential before')
  }
}
