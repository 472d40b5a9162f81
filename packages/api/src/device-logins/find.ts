import { selectWaitingLogin } from '@app-connections/db/system'
import type { DeviceLogin } from '@app-connections/schemas'
import type { CallerContext } from '../procedure/context.ts'
import { withUserCode } from './user-code.ts'

/** What asks to act for the caller, by its user code. Errors: those of `withUserCode`. */
export async function findDeviceLogin({
  ctx,
  input,
}: {
  ctx: CallerContext
  input: { userCode: string }
}): Promise<DeviceLogin> {
  const { name, address, requestedAt, expiresAt } = await withUserCode(ctx, input.userCode, (userHash) =>
    selectWaitingLogin(ctx.services.db, userHash),
  )
  return { name, address, requestedAt: requestedAt.toISOString(), expiresAt: expiresAt.toISOString() }
}
