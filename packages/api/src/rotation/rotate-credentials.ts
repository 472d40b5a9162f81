import type { App, SingleConnection } from '@app-connections/schemas'
import { findConnection } from '../connection/find.ts'
import { shapeSingle } from '../connection/shape.ts'
import type { MemberContext } from '../procedure/context.ts'
import { neededRight } from '../procedure/still-may.ts'
import { endDueOf } from './end.ts'
import { requireSettings } from './require-rotation.ts'
import { rotate } from './run.ts'

/**
 * Rotates the credential of a connection now, by hand, and returns the connection with the new one. Errors: 403, 404
 * (also: rotation is not configured), 400 (it is not supported; this credential may not make others), 409 (a rotation is
 * under way; the new one failed its trial), 502, 503, 504 (the platform; the connection keeps what it has, and what was
 * left is dealt with in the background).
 */
export async function rotateCredentials({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { app: App; connectionId: string }
}): Promise<SingleConnection> {
  const found = await findConnection(ctx, input, 'edit')
  requireSettings(found)
  const by = neededRight(ctx, found.project_id, 'edit')
  const row = await rotate(ctx, found, { kind: 'by_hand', by }).finally(() => endDueOf(ctx, found.id))
  return shapeSingle(row, ctx.member)
}
