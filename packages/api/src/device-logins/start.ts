import { tokenHash } from '@app-connections/db'
import { insertDeviceLogin } from '@app-connections/db/system'
import type { StartedDeviceLogin, startDeviceLoginSchema } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import type * as z from 'zod'
import { newDeviceCode, newUserCode } from '../access/secrets.ts'
import type { Context } from '../procedure/context.ts'

const lifeSeconds = 600
const pauseSeconds = 5

/** So often a user code may turn out to be another's, out of 25 milliards. */
const tries = 5

/**
 * Begins the login of a program for a person (RFC 8628): the program shows the user code, the person confirms it on a
 * page, and the program meanwhile polls with the device code.
 */
export async function startDeviceLogin({
  ctx,
  input: { client_id: program, host },
}: {
  ctx: Context
  input: z.output<typeof startDeviceLoginSchema>
}): Promise<StartedDeviceLogin> {
  const { db, siteUrl } = ctx.services
  const deviceCode = newDeviceCode()
  const login = {
    id: uuidv7(),
    deviceHash: tokenHash(deviceCode),
    name: host === '' ? program : `${program} on ${host}`,
    address: ctx.request.address,
    expiresIn: lifeSeconds,
    pause: pauseSeconds,
  }
  for (let count = 0; count < tries; count += 1) {
    const userCode = newUserCode()
    if (!(await insertDeviceLogin(db, { ...login, userHash: tokenHash(userCode) }))) continue
    const shown = `${userCode.slice(0, 4)}-${userCode.slice(4)}`
    const page = `${siteUrl}/device`
    return {
      device_code: deviceCode,
      user_code: shown,
      verification_uri: page,
      verification_uri_complete: `${page}?user_code=${shown}`,
      expires_in: lifeSeconds,
      interval: pauseSeconds,
    }
  }
  throw new Error(`${tries} user codes in a row were others'`)
}
