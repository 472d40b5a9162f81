import type { App, SingleConnection } from '@app-connections/schemas'
import { findConnection } from '../connection/find.ts'
import { shapeSingle } from '../connection/shape.ts'
import type { MemberContext } from '../procedure/context.ts'

/** One connection by its id, of the named app or of any. Opens nothing. Errors: 404, 400 (an id of another app). */
export async function get({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { app?: App | undefined; connectionId: string }
}): Promise<SingleConnection> {
  return shapeSingle(await findConnection(ctx, input, 'read'), ctx.member)
}
