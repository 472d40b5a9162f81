import { type Failure, unreachable } from '@/api/failure.ts'

/** Signs in; the cookie comes with the answer. Returns what went wrong, or nothing. */
export async function signIn(credentials: { email: string; password: string }): Promise<Failure | undefined> {
  const answer = await post('/api/auth/sign-in/email', credentials)
  // 401 is about what was entered, not about a session: it has no status here, so that it is not shown as one that ended.
  if (answer?.status === 401) return { message: 'The e-mail address or the password is not right.' }
  return failureOfAnswer(answer, 'You could not be signed in. Try again in a moment.')
}

/** Ends the session. Returns what went wrong, or nothing. */
export async function signOut(): Promise<Failure | undefined> {
  const answer = await post('/api/auth/sign-out', {})
  if (answer?.status === 401) return undefined
  return failureOfAnswer(answer, 'You could not be signed out. Try again.')
}

/** What was answered, as a failure with `message` in general; nothing where it went well. */
export function failureOfAnswer(answer: Response | undefined, message: string): Failure | undefined {
  if (answer === undefined) return unreachable
  if (answer.ok) return undefined
  const reqId = answer.headers.get('x-request-id') ?? undefined
  if (answer.status === 429) {
    const seconds = answer.headers.get('retry-after')
    return { message: `Too many attempts. Try again ${seconds === null ? 'later' : `in ${seconds} seconds`}.`, reqId }
  }
  return { message, statusCode: answer.status, reqId }
}

/** Sends JSON to the sign-in service. Undefined where no answer came at all. */
export async function post(path: string, body: unknown): Promise<Response | undefined> {
  try {
    return await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  } catch {
    // `fetch` throws where no answer came at all; the caller says so in words.
    return undefined
  }
}

/**
 * Loads another page from the server, which then sees the new session. Never resolves: a form that waits for it stays
 * busy until the page is gone. The page left is not kept in the history.
 */
export function leaveTo(path: string): Promise<never> {
  window.location.replace(path)
  return new Promise(() => {})
}
