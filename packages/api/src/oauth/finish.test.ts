import { randomUUID } from 'node:crypto'
import { deleteMemberships, tokenHash } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import type { FaultInput } from '@app-connections/heroku-sandbox'
import { fingerprint } from '@app-connections/sealing'
import { describe, expect, it } from 'vitest'
import { useOAuth } from '../../test/oauth.ts'
import { eventsOf, signedIn } from '../../test/organization.ts'
import { call } from '../../test/services.ts'

const newName = () => `c-${randomUUID()}`

describe.each(engines)('finishing a consent on %s with the sandbox', (engine) => {
  const test = useOAuth(engine)
  const exchanges = async () =>
    (await test().sandbox.control.requests()).filter(({ bodyFields }) => bodyFields.includes('code'))
  const namesNow = async () =>
    (await test().services.db.selectFrom('connections').select('name').execute()).map(({ name }) => name)

  it('stores the connection: whose it is, what was asked for, until when, and both tokens, sealed', async () => {
    const { admin, finish, consent, get, stored, apps, organization, services, sandbox } = test()
    const name = newName()
    const input = { purpose: 'create', name, description: 'Shop', projectId: organization.projectId }
    const { outcome, connectionId = '', orgId } = await finish(admin, await consent(admin, input))
    expect({ outcome, orgId }).toEqual({ outcome: 'created', orgId: organization.id })
    const connection = await get(connectionId)
    const [ada] = await sandbox.control.accounts()
    expect(connection).toMatchObject({
      app: 'heroku',
      method: 'oauth',
      name,
      description: 'Shop',
      projectId: organization.projectId,
      version: 1,
      credentials: {},
      health: { status: 'healthy', reason: 'works', remedy: null },
    })
    const left = Date.parse(`${connection.health.expiresAt}`) - Date.now()
    expect(left).toBeGreaterThan(28_700_000)
    expect(left).toBeLessThan(28_800_000)
    const row = await test().row(connectionId)
    expect(row.account).toEqual({ id: ada?.id, email: ada?.email, scope: 'identity write-protected' })
    const sealed = await stored(connectionId)
    expect(sealed).toMatchObject({ authToken: expect.stringMatching(/^HRKU-/), userId: ada?.id })
    const kept = JSON.stringify([row, await eventsOf(services, organization.id)])
    expect(kept).toContain('appConnections.create')
    for (const token of [sealed.authToken, sealed.refreshToken]) expect(kept).not.toContain(token)
    expect(await apps(connectionId)).toContain('difference-engine')
  })

  it('knows a credential by its user and the refresh token of the consent, which no refresh changes', async () => {
    const { connect, get, stored, services, organization, believeEnd, apps, sandbox } = test()
    await sandbox.control.setSwitches({ refreshTokenRotates: true })
    const connectionId = await connect()
    const { userId, refreshToken } = await stored(connectionId)
    const { fingerprintKey } = await services.keyring.forOrg(organization.id)
    const expected = fingerprint(fingerprintKey, { app: 'heroku', method: 'oauth', userId, refreshToken })
    const first = await get(connectionId)
    expect(first.credentialsHash).toBe(expected)
    await believeEnd(connectionId, 60)
    await apps(connectionId)
    expect((await stored(connectionId)).refreshToken).not.toBe(refreshToken)
    const second = await get(connectionId)
    expect({ ...second, health: null }).toEqual({ ...first, health: null })
    expect((await get(await connect())).credentialsHash).not.toBe(expected)
  })

  it('gives a name taken meanwhile a suffix and says so; the code is not wasted', async () => {
    const { admin, consent, finish, get } = test()
    const name = 'x'.repeat(64)
    const backs = [
      await consent(admin, { purpose: 'create', name }),
      await consent(admin, { purpose: 'create', name }),
      await consent(admin, { purpose: 'create', name }),
    ]
    const outcomes = []
    for (const back of backs) {
      const { outcome, connectionId = '' } = await finish(admin, back)
      outcomes.push([outcome, (await get(connectionId)).name])
    }
    expect(outcomes).toEqual([
      ['created', name],
      ['renamed', `${'x'.repeat(62)}-2`],
      ['renamed', `${'x'.repeat(62)}-3`],
    ])
  })

  it('reconnects in place: same id and name, next version, new tokens, and healthy again', async () => {
    const { admin, connect, get, stored, consent, finish, apps, sandbox } = test()
    const connectionId = await connect()
    const before = await get(connectionId)
    const old = await stored(connectionId)
    await sandbox.control.revokeToken(old.authToken)
    await expect(apps(connectionId)).rejects.toThrow()
    expect((await get(connectionId)).health).toMatchObject({ status: 'reconnect_required', reason: 'refresh_refused' })
    const back = await consent(admin, { purpose: 'reconnect', connectionId })
    expect(await finish(admin, back)).toMatchObject({ outcome: 'reconnected', connectionId })
    const after = await get(connectionId)
    expect(after).toMatchObject({ id: before.id, name: before.name, version: 2, createdAt: before.createdAt })
    expect(after.etag).not.toBe(before.etag)
    expect(after.credentialsHash).not.toBe(before.credentialsHash)
    expect(after.health).toMatchObject({ status: 'healthy', remedy: null })
    expect((await stored(connectionId)).refreshToken).not.toBe(old.refreshToken)
    expect(await apps(connectionId)).toContain('note-g')
    expect((await test().row(connectionId)).seal_revision).toBe(2)
  })

  it('uses a state once: a replay and a double click are unknown, and no second code is sent', async () => {
    const { admin, consent, finish } = test()
    const back = await consent(admin, { purpose: 'create', name: newName() })
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => finish(admin, back)))
    outcomes.push(await finish(admin, back))
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['created', ...Array(6).fill('unknown')])
    expect(await exchanges()).toHaveLength(1)
  })

  it('knows only the states of its own session, and leaves those of another to their owner', async () => {
    const { admin, consent, finish, services, organization } = test()
    const back = await consent(admin, { purpose: 'create', name: newName() })
    const otherBrowser = await signedIn(services, admin.id)
    const otherPerson = await organization.person({ organization: 'admin' })
    for (const caller of [otherBrowser, otherPerson]) expect((await finish(caller, back)).outcome).toBe('foreign')
    expect(await exchanges()).toHaveLength(0)
    expect((await finish(admin, back)).outcome).toBe('created')
  })

  it('takes no state older than ten minutes, and takes an old one away', async () => {
    const { admin, consent, finish } = test()
    const back = await consent(admin, { purpose: 'create', name: newName() })
    const age = "update oauth_states set expires_at = now() - interval '1 second' where state_hash = $1"
    await test().database.pool.query(age, [tokenHash(back.state)])
    expect((await finish(admin, back)).outcome).toBe('expired')
    expect((await finish(admin, back)).outcome).toBe('unknown')
    expect(await exchanges()).toHaveLength(0)
  })

  it('does not mix up two tabs, whichever comes back first', async () => {
    const { admin, consent, finish, get } = test()
    const [one, two] = [newName(), newName()]
    const first = await consent(admin, { purpose: 'create', name: one })
    const second = await consent(admin, { purpose: 'create', name: two })
    const names = []
    for (const back of [second, first]) names.push((await get(`${(await finish(admin, back)).connectionId}`)).name)
    expect(names).toEqual([two, one])
  })

  it.each([
    ['a denial without a state, as Heroku sends it', { error: 'access_denied' }, 'denied'],
    ['neither code nor error nor state', {}, 'unknown'],
    ['a state that never was', { code: 'a-code', state: 'aco_never' }, 'unknown'],
    ['a code without a state', { code: 'a-code' }, 'unknown'],
    ['a state as long as nobody makes them', { code: 'a-code', state: 'x'.repeat(5_000) }, 'unknown'],
  ])('says what %s is, and sends no code', async (_title, input, outcome) => {
    expect(await test().finish(test().admin, { app: 'heroku', ...input })).toEqual({ outcome })
    expect(await exchanges()).toHaveLength(0)
  })

  it('ends the state of a denial that names it', async () => {
    const { admin, consent, finish } = test()
    const { app, state, code } = await consent(admin, { purpose: 'create', name: newName() })
    expect((await finish(admin, { app, state, error: 'access_denied' })).outcome).toBe('denied')
    expect((await finish(admin, { app, state, code })).outcome).toBe('unknown')
  })

  const failures: [string, FaultInput['effect'], string][] = [
    ['a 503', { kind: 'status', status: 503 }, 'unavailable'],
    ['a lost answer', { kind: 'reset', when: 'after' }, 'unavailable'],
    ['a limit', { kind: 'rate-limit' }, 'unavailable'],
    ['a code that is refused', { kind: 'status', status: 401 }, 'refused'],
  ]
  it.each(failures)(
    'ends with a word for %s, stores nothing, and sends the code once',
    async (_title, effect, outcome) => {
      const { admin, consent, finish, sandbox, organization } = test()
      const name = newName()
      const back = await consent(admin, { purpose: 'create', name })
      await sandbox.control.setFault({ path: '/oauth/token', effect })
      expect(await finish(admin, back)).toEqual({ outcome, orgId: organization.id })
      expect(await exchanges()).toHaveLength(1)
      expect(await namesNow()).not.toContain(name)
    },
  )

  it('does not call a consent refused where the secret of this server is wrong', async () => {
    const { admin, consent, finish, sandbox } = test()
    const back = await consent(admin, { purpose: 'create', name: newName() })
    const { secret, redirectUri } = await sandbox.control.oauthClient()
    await sandbox.control.setOAuthClient({ secret: 'another', redirectUri })
    expect((await finish(admin, back)).outcome).toBe('misconfigured')
    await sandbox.control.setOAuthClient({ secret, redirectUri })
  })

  it('checks the right again: lost meanwhile, nothing is stored', async () => {
    const { consent, finish, organization, services } = test()
    const caller = await organization.person({ organization: 'admin', project: 'admin' })
    const created = await consent(caller, { purpose: 'create', name: newName() })
    const left = await consent(caller, { purpose: 'create', name: newName() })
    const connectionId = await test().connect()
    const reconnected = await consent(caller, { purpose: 'reconnect', connectionId })
    const before = await namesNow()
    const demote = "update memberships set role = 'member' where person_id = $1 and project_id is null"
    await test().database.pool.query(demote, [caller.id])
    const demoted = await organization.again(caller)
    const sameSession = { ...demoted, tokenId: caller.tokenId }
    expect((await finish(sameSession, created)).outcome).toBe('not_allowed')
    expect((await finish(sameSession, reconnected)).outcome).toBe('not_allowed')
    await deleteMemberships(services.db, organization.id, null, { personId: caller.id })
    const gone = { ...(await organization.again(caller)), tokenId: caller.tokenId }
    expect((await finish(gone, left)).outcome).toBe('not_allowed')
    expect(await namesNow()).toEqual(before)
    expect((await test().get(connectionId)).version).toBe(1)
  })

  it('brings back no connection that was deleted during the consent', async () => {
    const { admin, connect, consent, finish, services } = test()
    const connectionId = await connect()
    const back = await consent(admin, { purpose: 'reconnect', connectionId })
    await call(services, admin, 'appConnections.remove', { app: 'heroku', connectionId })
    expect(await finish(admin, back)).toEqual({ outcome: 'not_allowed', orgId: test().organization.id })
  })

  it('reconnects, and deletes, even what no longer opens', async () => {
    const { admin, connect, consent, finish, apps, services } = test()
    const ids = [await connect(), await connect()]
    await services.db
      .updateTable('connections')
      .set({ credentials: Buffer.from('damaged') })
      .where('id', 'in', ids)
      .execute()
    const [reconnected = '', removed = ''] = ids
    await expect(apps(reconnected)).rejects.toThrow()
    const back = await consent(admin, { purpose: 'reconnect', connectionId: reconnected })
    expect((await finish(admin, back)).outcome).toBe('reconnected')
    expect(await apps(reconnected)).toContain('note-g')
    await call(services, admin, 'appConnections.remove', { app: 'heroku', connectionId: removed })
  })

  it('keeps what a consent without an account address can still tell', async () => {
    const { admin, consent, finish, sandbox } = test()
    const back = await consent(admin, { purpose: 'create', name: newName() })
    await sandbox.control.setFault({ path: '/account', effect: { kind: 'status', status: 403 } })
    const { connectionId = '' } = await finish(admin, back)
    expect((await test().row(connectionId)).account).toEqual({
      id: expect.any(String),
      scope: 'identity write-protected',
    })
  })
})
