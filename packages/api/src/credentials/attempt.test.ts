import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { useOAuth } from '../../test/oauth.ts'
import { call, refusal } from '../../test/services.ts'
import { ownContext } from '../procedure/context.ts'
import { attempt } from './attempt.ts'

const token = '/oauth/token'
/** Failures of a renewal that say nothing about the credential, and the answer to the caller. */
const faults = [
  ['a 502', { kind: 'html', status: 502 }, 502],
  ['a 429', { kind: 'rate-limit' }, 503],
  ['a lost answer', { kind: 'reset', when: 'after' }, 502],
  ['an answer that does not come', { kind: 'hang', when: 'before' }, 504],
  ['broken JSON', { kind: 'wrong-json' }, 502],
] as const

describe.each(engines)('using a credential on %s with the sandbox', (engine) => {
  const test = useOAuth(engine)
  const calls = async () => (await test().sandbox.control.requests()).map(({ method, path }) => `${method} ${path}`)
  const row = (id: string) => test().row(id)
  async function healthOf(id: string) {
    const { status, reason, remedy } = (await test().get(id)).health
    return { status, reason, remedy: remedy !== null }
  }
  async function connected(): Promise<string> {
    const id = await test().connect()
    await test().sandbox.control.clearRequests()
    return id
  }
  const works = { status: 'healthy', reason: 'works', remedy: false }

  it('asks the platform first where the end is unknown, and never renews because of it', async () => {
    const id = await connected()
    await test().believeEnd(id, null)
    for (let use = 0; use < 3; use += 1) await test().apps(id)
    expect(await calls()).toEqual(['GET /apps', 'GET /apps', 'GET /apps'])
    await test().endTokens()
    await test().sandbox.control.clearRequests()
    await test().apps(id)
    expect(await calls()).toEqual(['GET /apps', 'POST /oauth/token', 'GET /apps'])
  })

  it('renews within the margin before the end, once, and then rests', async () => {
    const id = await connected()
    await test().believeEnd(id, 299)
    await test().apps(id)
    await test().apps(id)
    expect(await calls()).toEqual(['POST /oauth/token', 'GET /apps', 'GET /apps'])
    const end = (await row(id)).credential_expires_at?.getTime() ?? 0
    expect(Math.abs(end - Date.now() - 28_799_000)).toBeLessThan(30_000)
    await test().believeEnd(id, 310)
    await test().apps(id)
    expect(await test().refreshes()).toHaveLength(1)
  })

  it.each([401, 403] as const)(
    'renews once and tries again where the platform answers %s to an ended token',
    async (status) => {
      const id = await connected()
      await test().sandbox.control.setSwitches({ expiredTokenStatus: status })
      await test().endTokens()
      expect(await test().apps(id)).toContain('note-g')
      expect(await test().refreshes()).toHaveLength(1)
      expect((await calls()).filter((line) => line === 'GET /apps').length).toBeGreaterThanOrEqual(2)
      expect(await healthOf(id)).toEqual(works)
    },
  )

  it('tries again only once: a fresh token that is refused as well is a refusal', async () => {
    const id = await connected()
    await test().sandbox.control.setFault({ path: '/apps', times: null, effect: { kind: 'status', status: 401 } })
    expect(await refusal(test().apps(id))).toMatchObject({ statusCode: 400 })
    expect(await calls()).toEqual(['GET /apps', 'POST /oauth/token', 'GET /apps'])
    expect(await healthOf(id)).toEqual({ status: 'reconnect_required', reason: 'refused', remedy: true })
  })

  it('sends what may not be repeated once: it renews for the next call, and says that nothing was sent again', async () => {
    const { services, organization } = test()
    const id = await connected()
    await test().endTokens()
    let sent = 0
    const write = () =>
      attempt(ownContext(services), { orgId: organization.id, id }, { repeatable: false }, async (opened) => {
        sent += 1
        return opened.session.resources?.(opened.deadline)
      })
    await expect(write()).rejects.toMatchObject({
      failure: 'unavailable',
      message: expect.stringContaining('Nothing was sent again'),
    })
    expect(sent).toBe(1)
    expect(await calls()).toEqual(['GET /apps', 'POST /oauth/token'])
    expect(await healthOf(id)).toEqual(works)
    expect(await write()).not.toHaveLength(0)
    expect(sent).toBe(2)
  })

  it('moves neither version nor ETag nor updatedAt with a renewal, but seals anew and records it', async () => {
    const id = await connected()
    const before = await test().get(id)
    const sealed = await test().stored(id)
    await test().believeEnd(id, 0)
    await test().apps(id)
    const after = await test().get(id)
    expect({ ...after, health: null }).toEqual({ ...before, health: null })
    expect((await row(id)).seal_revision).toBe(2)
    expect((await test().stored(id)).authToken).not.toBe(sealed.authToken)
    const events = await test().events(id)
    expect(events.at(-1)).toMatchObject({
      action: 'appConnections.refresh',
      outcome: 'success',
      detail: { app: 'heroku', sealRevision: 2 },
    })
    expect(JSON.stringify(events)).not.toContain(sealed.refreshToken)
  })

  it.each(faults)(
    'goes on with a token that still lives where its early renewal fails by %s',
    async (_title, effect) => {
      const id = await connected()
      await test().believeEnd(id, 120)
      await test().sandbox.control.setFault({ path: token, effect })
      expect(await test().apps(id)).toContain('note-g')
      expect(await healthOf(id)).toEqual(works)
      expect((await row(id)).seal_revision).toBe(1)
      // A use joins a renewal that still hangs, and stops waiting: the renewal after it succeeds.
      const sealRevision = async () => {
        await test().apps(id)
        return (await row(id)).seal_revision
      }
      await expect.poll(sealRevision).toBe(2)
    },
  )

  it.each(faults)(
    'keeps the credential after %s to a renewal, and the next use succeeds',
    async (_title, effect, statusCode) => {
      const id = await connected()
      await test().end(id)
      await test().sandbox.control.setFault({ path: token, effect })
      expect(await refusal(test().apps(id))).toMatchObject({ statusCode })
      expect((await healthOf(id)).status).not.toBe('reconnect_required')
      expect(await test().apps(id)).toContain('note-g')
      expect(await healthOf(id)).toEqual(works)
    },
  )

  it('keeps the credential where our own client secret is wrong, and says so to the caller', async () => {
    const { sandbox } = test()
    const id = await connected()
    await test().endTokens()
    const { secret, redirectUri } = await sandbox.control.oauthClient()
    await sandbox.control.setOAuthClient({ secret: 'another', redirectUri })
    expect(await refusal(test().apps(id))).toMatchObject({ message: expect.stringContaining('OAuth client') })
    expect((await healthOf(id)).status).toBe('healthy')
    await sandbox.control.setOAuthClient({ secret, redirectUri })
    expect(await test().apps(id)).toContain('note-g')
  })

  it.each([
    ['suspended', { suspended: true }],
    ['delinquent', { delinquent: true }],
    ['with an expired password', { passwordExpired: true }],
  ] as const)('notes an account %s as degraded, never as dead, and recovers with it', async (_title, status) => {
    const id = await connected()
    const [ada] = await test().sandbox.control.accounts()
    const set = (change: object) => test().sandbox.control.setAccountStatus(`${ada?.email}`, change)
    await set(status)
    expect(await refusal(test().apps(id))).toMatchObject({ statusCode: 400 })
    const degraded = { status: 'degraded', reason: 'account_problem', remedy: true }
    expect(await healthOf(id)).toEqual(degraded)
    await test().end(id)
    expect(await refusal(test().apps(id))).toMatchObject({ statusCode: 400 })
    expect((await healthOf(id)).status).toBe('degraded')
    await set({ suspended: false, delinquent: false, passwordExpired: false })
    expect(await test().apps(id)).toContain('note-g')
    expect(await healthOf(id)).toEqual(works)
  })

  it('says that a withdrawn consent must be given anew, once, and does not ask the platform again', async () => {
    const id = await connected()
    await test().sandbox.control.revokeToken((await test().stored(id)).authToken)
    expect(await refusal(test().apps(id))).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('reconnect'),
    })
    expect(await healthOf(id)).toEqual({ status: 'reconnect_required', reason: 'refresh_refused', remedy: true })
    const before = (await calls()).length
    expect(await refusal(test().apps(id))).toMatchObject({ statusCode: 400 })
    expect(await calls()).toHaveLength(before)
    const events = await test().events(id)
    expect(events.filter(({ action }) => action === 'appConnections.refresh')).toMatchObject([
      { outcome: 'refused', detail: { reason: 'refresh_refused' } },
    ])
  })

  it('says so where the answer with the rotated token was lost and the old one is refused', async () => {
    await test().sandbox.control.setSwitches({ refreshTokenRotates: true, refreshTokenReuse: 'refused' })
    const id = await connected()
    await test().end(id)
    await test().sandbox.control.setFault({ path: token, effect: { kind: 'reset', when: 'after' } })
    expect(await refusal(test().apps(id))).toMatchObject({ statusCode: 502 })
    expect(await refusal(test().apps(id))).toMatchObject({ statusCode: 400 })
    expect(await healthOf(id)).toEqual({
      status: 'reconnect_required',
      reason: 'refresh_outcome_unknown',
      remedy: true,
    })
  })

  it('notes a platform out of reach, but no limit, and keeps since when things are as they are', async () => {
    const id = await connected()
    const since = async () => (await test().get(id)).health.since
    await test().sandbox.control.setFault({ path: '/apps', effect: { kind: 'rate-limit' } })
    expect(await refusal(test().apps(id))).toMatchObject({ statusCode: 503 })
    expect(await healthOf(id)).toEqual(works)
    await test().sandbox.control.setFault({ path: '/apps', times: 2, effect: { kind: 'status', status: 503 } })
    expect(await refusal(test().apps(id))).toMatchObject({ statusCode: 502 })
    expect(await healthOf(id)).toEqual({ status: 'degraded', reason: 'unavailable', remedy: true })
    const first = await since()
    expect(await refusal(test().apps(id))).toMatchObject({ statusCode: 502 })
    expect(await since()).toBe(first)
    await test().apps(id)
    const healthySince = await since()
    expect(healthySince).not.toBe(first)
    await test().believeEnd(id, 0)
    await test().apps(id)
    expect(await since()).toBe(healthySince)
  })

  it('notes a success at most once a minute', async () => {
    const id = await connected()
    await test().apps(id)
    const noted = (await row(id)).last_success_at
    await test().apps(id)
    expect((await row(id)).last_success_at).toEqual(noted)
    const earlier = "update connections set last_success_at = now() - interval '61 seconds' where id = $1"
    await test().database.pool.query(earlier, [id])
    await test().apps(id)
    expect((await row(id)).last_success_at?.getTime()).toBeGreaterThan(Date.now() - 30_000)
  })

  it('marks a pasted token that the platform refuses, and takes a new one in its place', async () => {
    const { services, admin, sandbox } = test()
    const mint = async () => (await sandbox.control.mintToken()).token
    const authToken = await mint()
    const input = { app: 'heroku', method: 'auth-token', name: `c-${randomUUID()}`, credentials: { authToken } }
    const { id } = z.object({ id: z.uuid() }).parse(await call(services, admin, 'appConnections.create', input))
    await sandbox.control.revokeToken(authToken)
    expect(await refusal(test().apps(id))).toMatchObject({ statusCode: 400 })
    expect(await healthOf(id)).toEqual({ status: 'reconnect_required', reason: 'refused', remedy: true })
    const change = { app: 'heroku', connectionId: id, credentials: { authToken: await mint() } }
    await call(services, admin, 'appConnections.update', change)
    expect(await healthOf(id)).toEqual(works)
    expect(await test().apps(id)).toContain('note-g')
    expect(await test().refreshes()).toHaveLength(0)
  })

  it('keeps a consent though this server has lost its OAuth client', async () => {
    const id = await connected()
    await test().endTokens()
    const bare = { ...test().services, providers: test().bareProviders }
    const apps = () => test().askWith(bare, 'appConnections.apps', { app: 'heroku', connectionId: id })
    expect(await refusal(apps())).toMatchObject({ message: expect.stringContaining('not configured') })
    expect((await healthOf(id)).status).not.toBe('reconnect_required')
    expect(await test().apps(id)).toContain('note-g')
  })
})
