import { tokenHash } from '@app-connections/db'
import { forgetPasswordTurns, takePasswordTurn } from '@app-connections/db/system'
import { tooManyUserCodes, unknownUserCode } from '../failures/personal-tokens.ts'
import type { CallerContext } from '../procedure/context.ts'
import { requirePerson } from '../session/require-person.ts'

/**
 * Does something with the login that waits under a user code. Wrong codes are braked as wrong passwords are, by person.
 * Errors: 403 (a machine), 404 (no login waits), 429 (too many wrong codes).
 */
export async function withUserCode<T>(
  ctx: CallerContext,
  userCode: string,
  act: (userHash: Buffer) => Promise<T | undefined>,
): Promise<T> {
  const { db } = ctx.services
  const budget = `user-code ${requirePerson(ctx.actor, 'device-logins').id}`
  const { taken, secondsLeft } = await takePasswordTurn(db, budget)
  if (!taken) throw tooManyUserCodes(Math.max(1, secondsLeft))
  const found = await act(tokenHash(userCode))
  if (found === undefined) throw unknownUserCode()
  await forgetPasswordTurns(db, budget)
  return found
}
