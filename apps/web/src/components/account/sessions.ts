import { errorBodySchema } from '@app-connections/schemas'
import type { Failure } from '@/api/failure.ts'
import { failureOfAnswer, post } from '@/components/session/requests.ts'

/** A call to the sign-in service that failed. */
export class SessionsError extends Error {
  override readonly name = 'SessionsError'
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.message)
    this.failure = failure
  }
}

/** Signs out everywhere but here. Throws `SessionsError`. */
export async function endOtherSessions(): Promise<void> {
  const answer = await post('/api/auth/revoke-other-sessions', {})
  const failure = failureOfAnswer(answer, 'We could not end the other sessions. Try again.')
  if (failure !== undefined) throw new SessionsError(failure)
}

/** Changes the password, and signs out elsewhere if `everywhere` is set. Returns the failure, or undefined. */
export async function changePassword(change: {
  currentPassword: string
  newPassword: string
  everywhere: boolean
}): Promise<Failure | undefined> {
  const { currentPassword, newPassword, everywhere } = change
  const answer = await post('/api/auth/change-password', {
    currentPassword,
    newPassword,
    revokeOtherSessions: everywhere,
  })
  if (answer?.status === 400) {
    const body = errorBodySchema.safeParse(await answer.json().catch(() => undefined))
    const refused = body.success && typeof body.data.message === 'string' ? body.data.message : undefined
    return { message: refused ?? 'The current password is wrong.' }
  }
  return failureOfAnswer(answer, 'We could not change the password. Try again.')
}
