import { createClient } from '@app-connections/client'
import type { FaultEffect, Sandbox } from '@app-connections/heroku-sandbox'
import type { RenderSandbox } from '@app-connections/render-sandbox'
import type { Installation } from './installation.ts'
import { randomToken } from './random-token.ts'

/** Tokens by what is done with them. None may be found anywhere but sealed. */
export interface Canaries {
  /** Heroku takes it, and two connections hold it. */
  readonly accepted: string
  /** Heroku took it once. */
  readonly revoked: string
  /** Never valid, and full of characters that escaping changes. */
  readonly crooked: string
  /** Valid, and sent where no token belongs. */
  readonly misplaced: string
  /** Valid, and used while Heroku fails and sends it back. */
  readonly faulted: string
  /** The same of Render: one that it takes, and one that is used while it fails and sends it back. */
  readonly renderAccepted: string
  readonly renderFaulted: string
}

/** What a caller says of a credential, beside its name. */
export interface Given {
  readonly app: 'heroku' | 'render'
  readonly method: string
  readonly credentials: unknown
}

/** A token of Heroku, as a caller gives it. */
function herokuToken(authToken: string): Given {
  return { app: 'heroku', method: 'auth-token', credentials: { authToken } }
}

export interface Target {
  readonly url: string
  readonly origin: string
  readonly installation: Installation
  readonly sandbox: Sandbox
  readonly render: RenderSandbox
  /** Through this every call goes. */
  readonly fetch: typeof fetch
}

/** The status of each call, by what it was. */
export type Statuses = Record<string, number | number[]>

const connections = '/api/v1/app-connections'

/** The user of Render whose keys are canaries. */
const renderUser = 'ada@example.com'

export async function mintCanaries({ control }: Sandbox, render: RenderSandbox): Promise<Canaries> {
  const [accepted, revoked, misplaced, faulted] = await Promise.all(
    Array.from({ length: 4 }, async () => (await control.mintToken({ shape: 'long' })).token),
  )
  if (!accepted || !revoked || !misplaced || !faulted) throw new Error('the sandbox minted no token')
  await control.revokeToken(revoked)
  const [renderAccepted, renderFaulted] = [render.mintKey(renderUser), render.mintKey(renderUser)]
  const ofRender = { renderAccepted, renderFaulted }
  return {
    accepted,
    revoked,
    misplaced,
    faulted,
    ...ofRender,
    crooked: `HRKU-"\\/<&>%+=?'~^|${randomToken()}"\\/<&>%+=?'~^|`,
  }
}

/** Creates connections over REST and tRPC; resolves with both statuses. */
export async function createTwice(target: Target, given: Given, name: string): Promise<number[]> {
  const { app, ...body } = given
  const rest = await post(target, `${connections}/${app}`, JSON.stringify({ ...body, name: `${name}-rest` }))
  const trpc = await post(target, '/api/trpc/appConnections.create', JSON.stringify({ ...given, name: `${name}-trpc` }))
  return [rest, trpc]
}

/** The token that Heroku takes, and those it refuses. */
export async function ordinaryCalls(target: Target, canaries: Canaries): Promise<Statuses> {
  const client = createClient({
    url: target.url,
    auth: { token: target.installation.secrets.accessToken },
    fetch: target.fetch,
  })
  const statuses: Statuses = {}
  statuses.accepted = await createTwice(target, herokuToken(canaries.accepted), 'accepted')
  statuses['name taken'] = await createTwice(target, herokuToken(canaries.accepted), 'accepted')
  const { appConnections } = await client.appConnections.list.query({})
  const [first] = appConnections
  if (first !== undefined) await client.appConnections.get.query({ app: 'heroku', connectionId: first.id })
  statuses.revoked = await createTwice(target, herokuToken(canaries.revoked), 'revoked')
  statuses.crooked = await createTwice(target, herokuToken(canaries.crooked), 'crooked')
  return statuses
}

/** A valid token under every way in which Heroku may fail, most of which send it back. */
export async function callsUnderFaults(target: Target, token: string): Promise<Statuses> {
  const echo = { message: `Bad token ${token}`, headers: { 'x-echo': token } }
  const effects: [string, FaultEffect][] = [
    ...[401, 403, 422, 429, 500, 502].map((status): [string, FaultEffect] => [
      `status ${status}`,
      { kind: 'status', status, ...echo, when: 'before' },
    ]),
    ['id', { kind: 'status', status: 502, id: token, ...echo, when: 'before' }],
    ['rate limit', { kind: 'rate-limit' }],
    ['html', { kind: 'html', status: 502, when: 'before' }],
    ['reset', { kind: 'reset', when: 'before' }],
    ['redirect', { kind: 'redirect', status: 302, location: `${target.sandbox.url}/?token=${token}` }],
    ['broken JSON', { kind: 'wrong-json', body: `{"id": ${token}`, when: 'before' }],
    [
      'wrong shape',
      { kind: 'wrong-json', body: JSON.stringify({ [token]: [token], id: 1, email: 2 }), when: 'before' },
    ],
    ['endless body', { kind: 'endless-body', when: 'before' }],
  ]
  const statuses: Statuses = {}
  for (const [index, [name, effect]] of effects.entries()) {
    await target.sandbox.control.setFault({ path: '*', times: null, effect })
    statuses[name] = await createTwice(target, herokuToken(token), `faulted-${index}`)
    await target.sandbox.control.clearFaults()
  }
  return statuses
}

/** Sends a body to a path as the machine identity; resolves with the status. */
export async function post(
  target: Target,
  path: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<number> {
  const answer = await target.fetch(`${target.url}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      authorization: `Bearer ${target.installation.secrets.accessToken}`,
      'content-type': 'application/json',
      ...headers,
    },
    body,
  })
  return answer.status
}
