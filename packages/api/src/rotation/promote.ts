import { randomUUID } from 'node:crypto'
import { type ConnectionRow, type RotatedCredentialRow, rotationAfter, swapCredentials } from '@app-connections/db'
import type { RotationKind } from '@app-connections/schemas'
import { connectionEvent } from '../audit/connection-event.ts'
import type { Opened } from '../credentials/open.ts'
import { rotationOvertaken } from '../failures/rotation.ts'
import { accepted } from '../health/health.ts'
import { connectionNotice } from '../health/notice.ts'
import type { Context } from '../procedure/context.ts'
import { openKept, sealForConnection } from './kept.ts'
import { tryCredential } from './trial.ts'

/** A pending credential, beside the present one, which `platformId` names at its platform where that is known. */
export interface Promotion {
  readonly opened: Opened
  readonly kept: RotatedCredentialRow
  readonly platformId: string | null
  readonly kind: RotationKind
}

/**
 * Tries a pending credential and has it take the place of the present one. Errors: 409 (it failed its trial, or the
 * connection has changed since it was opened), and the platform's failures that say nothing about it.
 */
export async function promote(
  ctx: Context,
  { opened, kept, platformId, kind }: Promotion,
  deadline: AbortSignal,
): Promise<ConnectionRow> {
  const { services } = ctx
  const { row } = opened
  const next = await openKept(services, row, kept)
  if (next === undefined || row.rotation === null) throw rotationOvertaken()
  await services.rotation.reached?.('before try')
  const checked = await tryCredential(row, next, opened.credential, deadline)
  await services.rotation.reached?.('after try')
  const now = services.now()
  const expiresAt = kept.expires_at ?? checked.expiresAt ?? null
  const credentials = await sealForConnection(services, row, kept)
  const sealRevision = row.seal_revision + 1
  await services.rotation.reached?.('before swap')
  const swapped = await swapCredentials(
    services.db,
    { orgId: row.org_id, id: row.id, sealRevision: row.seal_revision },
    {
      rotation: { id: kept.id, kind },
      incoming: { id: kept.id, from: 'pending' },
      outgoing: { id: randomUUID(), platformId },
      overlapDays: row.rotation.overlapDays,
      changesOf: (before) => ({
        ...accepted({ ...checked, expiresAt }, now),
        ...{ credentials, credentials_hash: kept.credentials_hash ?? '', seal_revision: sealRevision },
        ...{ version: before.version + 1, revision: before.revision + 1, updated_at: now },
        ...{ rotation_status: 'success', rotation_message: null, rotation_tries: 0 },
        ...(before.rotation === null || before.next_rotation_at === null
          ? {}
          : { next_rotation_at: rotationAfter(before.rotation.rotationInterval, before.rotation) }),
      }),
      event: connectionEvent(ctx, row, 'appConnections.rotateCredentials', { rotationId: kept.id, kind, sealRevision }),
      noticeFor: (after) => connectionNotice('connection.rotated', after, now),
    },
  )
  await services.rotation.reached?.('after swap')
  if (swapped === undefined) throw rotationOvertaken()
  services.sendNoticesSoon()
  return swapped
}
