import * as z from 'zod'
import type { Failure } from '@/api/failure.ts'
import { failureOfAnswer, post } from '@/components/session/requests.ts'

const time = z.coerce.date().transform((date) => date.toISOString())

const sessionSchema = z.object({
  id: z.string(),
  token: z.string(),
  createdAt: time,
  expiresAt: time,
  ipAddress: z.string().nullish(),
  userAgent: z.string().nullish(),
})

const currentSchema = z.object({ session: z.object({ id: z.string() }) }).nullable()

export interface Session extends z.output<typeof sessionSchema> {
  /** Whether this page uses the session. */
  current: boolean
}

/** A call to the sign-in service that failed. */
export class SessionsError extends Error {
  override readonly name = 'SessionsError'
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.message)
    this.failure = failure
  }
}

/** The visitor's active sessions, this one first, then the latest. Throws `SessionsError`. */
export async function readSessions(): Promise<Session[]> {
  const [all, current] = await Promise.all([
    read('/api/auth/list-sessions', z.array(sessionSchema)),
    read('/api/auth/get-session', currentSchema),
  ])
  return all
    .map((session) => ({ ...session, current: session.id === current?.session.id }))
    .sort((a, b) => Number(b.current) - Number(a.current) || b.createdAt.localeCompare(a.createdAt))
}

/** Signs out elsewhere: one session, or all but this one. Throws `SessionsError`. */
export async function endSession(token: string): Promise<void> {
  orThrow(await post('/api/auth/revoke-session', { token }), 'We could not end the session. Try again.')
}

export async function endOtherSessions(): Promise<void> {
  orThrow(await post('/api/auth/revoke-other-sessions', {}), 'We could not end the other sessions. Try again.')
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
  if (answer?.status === 400) return { message: 'The current password is wrong.' }
  return failureOfAnswer(answer, 'We could not change the password. Try again.')
}

async function read<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
  const answer = await fetch(path).catch(() => undefined)
  const answered = orThrow(answer, 'We could not load the sessions.')
  return schema.parse(await answered.json())
}

function orThrow(answer: Response | undefined, message: string): Response {
  const failure = failureOfAnswer(answer, message)
  if (failure === undefined && answer !== undefined) return answer
  throw new SessionsError(failure ?? { message })
}
