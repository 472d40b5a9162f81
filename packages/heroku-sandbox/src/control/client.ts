import * as z from 'zod'
import type { LoggedRequest } from '../request-log.ts'
import { Scope, TokenShape } from '../state.ts'
import { Switches } from '../switches.ts'
import type { SandboxControl } from './types.ts'

const MintedToken = z.object({ id: z.string(), token: z.string(), account: z.string() })
const ReadyToken = MintedToken.extend({ scope: z.array(Scope), shape: TokenShape, description: z.string() })
const AccountView = z.object({
  id: z.string(),
  email: z.string(),
  suspended: z.boolean(),
  delinquent: z.boolean(),
  passwordExpired: z.boolean(),
  twoFactor: z.boolean(),
  verified: z.boolean(),
  twoFactorCode: z.string(),
  rateLimitRemaining: z.number(),
})
const AppView = z.object({ id: z.string(), name: z.string() })
const OAuthClientView = z.object({ id: z.string(), secret: z.string(), redirectUri: z.string() })
const strings = z.record(z.string(), z.string())
const Logged: z.ZodType<LoggedRequest> = z.object({
  requestId: z.string(),
  method: z.string(),
  path: z.string(),
  query: strings,
  headers: strings,
  bodyBytes: z.number(),
  bodyFields: z.array(z.string()),
  bodySecrets: strings,
  account: z.string().nullable(),
  status: z.number().nullable(),
  faults: z.array(z.string()),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
})
const nothing = z.unknown().transform(() => undefined)

/**
 * Controls a sandbox that runs as a process of its own.
 *
 * @param url where it listens, without a path
 * @param secret its `controlSecret` (`SANDBOX_CONTROL_SECRET`)
 * @throws Error with status and Heroku-shaped message when the sandbox refuses a call
 */
export function sandboxControl(url: string, secret: string): SandboxControl {
  const call = async <T>(method: string, path: string, answer: z.ZodType<T>, body?: unknown): Promise<T> => {
    const response = await fetch(new URL(`/_sandbox${path}`, url), {
      method,
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(30_000),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok)
      throw new Error(`The sandbox answered ${method} /_sandbox${path} with ${response.status}: ${text}`)
    return answer.parse(JSON.parse(text))
  }
  const segment = encodeURIComponent
  return {
    mintToken: (input = {}) => call('POST', '/tokens', MintedToken, input),
    readyTokens: () => call('GET', '/tokens', z.array(ReadyToken)),
    revokeToken: (idOrToken) => call('DELETE', `/tokens/${segment(idOrToken)}`, nothing),
    accounts: () => call('GET', '/accounts', z.array(AccountView)),
    setAccountStatus: (email, status) => call('PATCH', `/accounts/${segment(email)}`, AccountView, status),
    addApps: (input) => call('POST', '/apps', z.array(AppView), input),
    setApp: (idOrName, settings) => call('PATCH', `/apps/${segment(idOrName)}`, AppView, settings),
    setFault: (fault) => call('POST', '/faults', z.object({ id: z.string() }), fault),
    clearFaults: () => call('DELETE', '/faults', nothing),
    requests: () => call('GET', '/requests', z.array(Logged)),
    clearRequests: () => call('DELETE', '/requests', nothing),
    switches: () => call('GET', '/switches', Switches),
    setSwitches: (change) => call('PATCH', '/switches', Switches, change),
    moveClock: (seconds) => call('POST', '/clock', z.object({ now: z.string() }), { seconds }),
    oauthClient: () => call('GET', '/oauth-client', OAuthClientView),
    setOAuthClient: (client) => call('PUT', '/oauth-client', OAuthClientView, client),
    reset: () => call('POST', '/reset', nothing),
  }
}
