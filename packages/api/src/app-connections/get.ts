import type { App, Connection } from '@app-connections/schemas'
import type { MemberContext } from '../context.ts'
import { findConnection } from './find.ts'
import { shapeConnection } from './shape.ts'

/** One connection by its id. Opens nothing. Errors: 404, 400 (an id of another app). */
export async function get({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { app: App; connectionId: string }
}): Promise<Connection> {
  return shapeConnection(await findConnection(ctx, input, 'read'), ctx.member)
}
