import type { App, Grant } from '@app-connections/schemas'
import type { MemberContext } from '../procedure/context.ts'
import { findGrant } from './find.ts'
import { shapeGrant } from './shape.ts'

/** One grant, ended or not, for admins of the connection's scope, its holder and the holder of its parent. Errors: 404, 400. */
export async function getGrant({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { app: App; connectionId: string; grantId: string }
}): Promise<Grant> {
  const { grant, connection } = await findGrant(ctx, input)
  return shapeGrant(grant, connection)
}
