import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Authenticator } from '../auth.ts'
import { Failed } from './failed.ts'
import { jsonOf, Refused } from './json.ts'
import type { Login, Logins } from './logins.ts'
import type { Wire } from './wire.ts'

/** What a login works with. */
export interface Place {
  readonly url: string
  readonly wire: Wire
  readonly logins: Logins
  readonly write: (text: string) => void
  readonly say: (sentence: string) => void
}

const silentMs = 30_000

/** What to do where a login is refused. */
export const logInAgain = 'Log in with app-connections login.'

/** Calls by the login that was kept for the address. Throws `Failed` where there is none, or it has ended. */
export async function byLogin({ url, logins }: Pick<Place, 'url' | 'logins'>): Promise<Authenticator> {
  const login = await logins.of(url)
  if (login === undefined) {
    throw new Failed(
      `You are not logged in at ${url}. ${logInAgain} Or set APP_CONNECTIONS_CLIENT_ID and APP_CONNECTIONS_CLIENT_SECRET to those of a machine identity.`,
    )
  }
  if (Date.parse(login.expiresAt) <= Date.now()) throw new Failed(`Your login at ${url} has ended. ${logInAgain}`)
  const pass = { headers: { authorization: `Bearer ${login.token}` }, discard: () => false }
  return async () => pass
}

/** Shows the address and the code that a person confirms, waits for that, and keeps the token. Throws `Failed`. */
export async function logInPerson(place: Place): Promise<void> {
  const { url, logins, write, say } = place
  const before = await logins.of(url)
  const asked = { client_id: 'app-connections', host: hostname().slice(0, 64) }
  const begun = await post(place, '/api/v1/auth/device', asked).catch((error: unknown) => {
    throw new Failed(`${url} ${reasonOf(error)}`)
  })
  const minutes = Math.round(Number(begun.expires_in) / 60)
  write(
    `Open ${begun.verification_uri_complete}\nand confirm this code there within ${minutes} minutes: ${begun.user_code}\n`,
  )
  const given = await confirmed(place, begun)
  const expiresAt = new Date(Date.now() + Number(given.expires_in) * 1000).toISOString()
  await logins.keep(url, { token: String(given.access_token), expiresAt })
  say(
    `Logged in at ${url} as ${nameIn(given.person)}, in ${nameIn(given.organization)}, until ${expiresAt.slice(0, 10)}`,
  )
  if (before !== undefined) {
    await end(place, before).catch((error: unknown) =>
      say(`The login before could not be ended: ${url} ${reasonOf(error)}`),
    )
  }
}

/** Ends the token that was kept for the address, there and here. Throws `Failed` where the service does not end it. */
export async function logOutPerson(place: Place): Promise<void> {
  const { url, logins, say } = place
  const login = await logins.of(url)
  if (login === undefined) return say(`You are not logged in at ${url}`)
  await end(place, login).catch((error: unknown) => {
    throw new Failed(`Your login could not be ended, and is kept: ${url} ${reasonOf(error)}`)
  })
  await logins.keep(url, undefined)
  say(`Logged out at ${url}`)
}

/** Ends a token; one that has ended already is fine. */
async function end(place: Place, { token }: Login): Promise<void> {
  try {
    await post(place, '/api/v1/auth/token/revoke', { accessToken: token })
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 401) throw error
  }
}

/** Polls until the person has decided, or the code is over (RFC 8628, 3.4 and 3.5). */
async function confirmed(place: Place, begun: Record<string, unknown>): Promise<Record<string, unknown>> {
  const until = performance.now() + Number(begun.expires_in) * 1000
  let pause = Number(begun.interval)
  while (performance.now() < until) {
    await sleep(pause * 1000)
    try {
      return await post(place, '/api/v1/auth/device/token', { device_code: begun.device_code })
    } catch (error) {
      if (!passes(error)) throw new Failed(`${place.url} ${reasonOf(error)}`)
      if (!(error instanceof Refused) || error.code !== 'authorizationPending') pause += 5
    }
  }
  throw new Failed('Nobody confirmed the code in time. Begin again.')
}

/** Whether a poll that failed is repeated: nobody has decided yet, or it was not answered. */
function passes(error: unknown): boolean {
  if (!(error instanceof Refused)) return true
  return ['authorizationPending', 'slowDown'].includes(error.code) || error.status === 429 || error.status >= 500
}

async function post({ wire }: Place, path: string, given: object): Promise<Record<string, unknown>> {
  const body = Buffer.from(JSON.stringify(given))
  return jsonOf(await wire({ method: 'POST', path, headers: { 'content-type': 'application/json' }, body, silentMs }))
}

function nameIn(value: unknown): string {
  return typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : 'somebody'
}

function reasonOf(error: unknown): string {
  if (error instanceof Refused) return `refused: ${error.message}`
  return `did not answer: ${error instanceof Error && error.message !== '' ? error.message : 'no connection could be made'}`
}
