import { type Failure, unreachable } from '@/api/failure.ts'

/** Signs in; the cookie comes with the answer. Returns the failure, or undefined. */
export async function signIn(credentials: { email: string; password: string }): Promise<Failure | undefined> {
  const answer = await post('/api/auth/sign-in/email', credentials)
  // Here 401 means wrong credentials and not an ended session: without a status it is not shown as one.
  if (answer?.status === 401) return { message: 'The email or the password is wrong.' }
  return failureOfAnswer(answer, 'We could not sign you in. Try again in a moment.')
}

/** Ends the session. Returns the failure, or undefined. */
export async function signOut(): Promise<Failure | undefined> {
  const answer = await post('/api/auth/sign-out', {})
  if (answer?.status === 401) return undefined
  return failureOfAnswer(answer, 'We could not sign you out. Try again.')
}

/** An answer as a failure, with `message` unless the status says more; undefined for a success. */
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

/** Sends JSON to the sign-in service. Undefined if there was no answer. */
export async function post(path: string, body: unknown): Promise<Response | undefined> {
  try {
    return await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  } catch {
    // `fetch` throws if there was no answer; the caller puts that into words.
    return undefined
  }
}

/**
 * Loads another page from the server, which then sees the new session. Never resolves, so that a form that
 * waits for it stays busy until the page is gone. The page that is left does not stay in the history.
 */
export function leaveTo(path: string): Promise<never> {
  window.location.replace(path)
  return new Promise(() => {})
}
