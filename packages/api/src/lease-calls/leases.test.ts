import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import { noticesOf, useLeases } from '../../test/leases.ts'
import { call, refusal } from '../../test/services.ts'

describe.each(engines)('leases on %s with the sandbox', (engine) => {
  const test = useLeases(engine)

  it('are tokens of their own with the scopes asked for, which end with a call', async () => {
    const leasing = await test().leasing()
    const { holder, open, end, left, tried, leases, connectionId } = leasing
    await call(test().services, leasing.admin, 'webhooks.create', { url: 'http://127.0.0.1:9/' })
    const { lease, token } = await open({ scopes: ['read', 'identity'], seconds: 600 })
    const { id } = lease
    expect(lease).toMatchObject({ state: 'live', scopes: ['read', 'identity'], variable: 'HEROKU_API_KEY' })
    expect(lease).toMatchObject({ holder: { type: 'person', id: holder.id, name: holder.name }, connectionId })
    expect(Date.parse(lease.expiresAt) - Date.parse(lease.createdAt)).toBeGreaterThan(599_000)
    expect(await tried(token)).toBe(200)
    expect(await left()).toEqual([`App Connections lease ${id}`])
    expect(await leases(holder)).toEqual([lease])
    const ended = await end(id)
    expect(ended).toMatchObject({ id, state: 'ended', endedBy: 'holder', endedAt: expect.any(String) })
    expect(await tried(token)).toBe(401)
    expect(await left()).toEqual([])
    expect(await refusal(end(id))).toMatchObject({ statusCode: 409, code: 'leaseEnded' })
    expect(await refusal(leasing.renew(id))).toMatchObject({ statusCode: 409, code: 'leaseEnded' })
    expect(await noticesOf(test(), connectionId)).toEqual(['lease.created', 'lease.ended'])
    const stored = await test().services.db.selectFrom('leases').selectAll().where('id', '=', id).execute()
    const events = await test().services.db.selectFrom('audit_events').selectAll().execute()
    expect(JSON.stringify([stored, events])).not.toContain(token)
    const about = events.filter(({ detail }) => JSON.stringify(detail).includes(id))
    const told = about.map(({ action, outcome }) => `${action} ${outcome}`).toSorted()
    const all = ['leases.create attempted', 'leases.create success', 'leases.end attempted', 'leases.end success']
    expect(told).toEqual(all)
  })

  it('last no longer than their grant', async () => {
    const until = new Date(Date.now() + 120_000)
    const { open, renew } = await test().leasing({ expiresAt: until.toISOString() })
    const { lease } = await open({ scopes: ['read'], seconds: 600 })
    expect(Date.parse(lease.expiresAt) - until.getTime()).toBeLessThan(5_000)
    expect(Date.parse((await renew(lease.id)).lease.expiresAt) - until.getTime()).toBeLessThan(5_000)
  })

  it('are renewed by a new token in the place of the old one, which ends', async () => {
    const { open, renew, leases, tried, left } = await test().leasing()
    const first = await open({ scopes: ['read'], seconds: 300 })
    const second = await renew(first.lease.id)
    expect(second.token).not.toBe(first.token)
    expect(second.lease).toMatchObject({ renews: first.lease.id, scopes: ['read'], state: 'live' })
    expect([await tried(first.token), await tried(second.token)]).toEqual([401, 403])
    expect(await left()).toEqual([`App Connections lease ${second.lease.id}`])
    expect((await leases()).map(({ state, endedBy }) => [state, endedBy])).toEqual([
      ['live', null],
      ['ended', 'renewal'],
    ])
    expect(await refusal(renew(first.lease.id))).toMatchObject({ code: 'leaseEnded' })
  })

  it('are refused in a sentence where a grant does not allow them, and make nothing', async () => {
    const { admin, holder, open, make, refused, left, grant } = await test().leasing({ usesLeft: 1, changesPerDay: 5 })
    expect(await refusal(open({}, admin))).toMatchObject({ statusCode: 403, code: 'leaseNotGranted' })
    const wide = await refusal(open({ scopes: ['read', 'write'] }))
    expect(wide).toMatchObject({ statusCode: 403, code: 'leaseScopesNotGranted' })
    expect(wide.message).toContain('read, identity, global')
    expect(await refusal(open({ seconds: 7_201 }))).toMatchObject({ statusCode: 403, code: 'leaseTooLong' })
    for (const seconds of [59, 86_401, 1.5]) expect(await refusal(open({ seconds }))).toMatchObject({ statusCode: 422 })
    expect(await refusal(open({ scopes: [] }))).toMatchObject({ statusCode: 422 })
    expect((await open({ scopes: ['identity'] })).lease.grantId).toBe(grant.id)
    expect(await refusal(open())).toMatchObject({ statusCode: 403, code: 'leaseNotGranted' })
    expect(await left()).toHaveLength(1)
    // The grant itself.
    const mistakes = async (input: object) =>
      (await refused(admin, 'create', { subject: { type: 'person', id: holder.id }, ...input })).mistakes
    const lease = { scopes: ['read'], maxSeconds: 600 }
    expect(await mistakes({ actions: ['leases:create'] })).toEqual({ lease: expect.stringContaining('maxSeconds') })
    expect(await mistakes({ actions: ['apps:read'], lease })).toEqual({
      lease: expect.stringContaining('leases:create'),
    })
    const unknown = await mistakes({ actions: ['leases:create'], lease: { ...lease, scopes: ['read', 'paint'] } })
    expect(unknown).toEqual({ 'lease.scopes.1': expect.stringContaining('write-protected') })
    const narrowed = await mistakes({ actions: ['leases:create', 'config-vars:read'], keys: ['A'], apps: ['x'], lease })
    expect(Object.keys(narrowed).toSorted()).toEqual(['apps', 'keys'])
    const long = await mistakes({ actions: ['leases:create'], lease: { ...lease, maxSeconds: 86_401 } })
    expect(long).toEqual({ 'lease.maxSeconds': 'maxSeconds must be at most 86400' })
    // A child is no wider.
    const parent = await make(admin, { actions: ['leases:create'], lease })
    const child = { subject: { type: 'person', id: holder.id }, parentId: parent.id, actions: ['leases:create'] }
    expect(await make(holder, child)).toMatchObject({ lease })
    const wider = await refused(holder, 'create', { ...child, lease: { scopes: ['read', 'global'], maxSeconds: 601 } })
    expect(Object.keys(wider.mistakes).toSorted()).toEqual(['lease.maxSeconds', 'lease.scopes.1'])
  })

  it('end with what they hang on: the grant, its narrowing, its parent, the connection', async () => {
    const { admin, holder, botId, open, act, make, leases, tried, ask, grant } = await test().leasing()
    const states = async () => (await leases()).map(({ state, endedBy }) => `${state} ${endedBy}`)
    const first = await open({ scopes: ['global'] })
    await act(admin, 'update', { grantId: grant.id, lease: { scopes: ['read'], maxSeconds: 7_200 } })
    expect(await states()).toEqual(['ended access'])
    expect(await tried(first.token)).toBe(401)
    const lease = { scopes: ['read', 'identity'], maxSeconds: 600 }
    const parent = await make(admin, { subject: { type: 'identity', id: botId }, actions: ['leases:create'], lease })
    await act(admin, 'end', { grantId: grant.id })
    const child = await make(admin, { parentId: parent.id, actions: ['leases:create'] })
    const second = await open({ scopes: ['identity'] })
    expect(second.lease.grantId).toBe(child.id)
    await act(admin, 'end', { grantId: parent.id })
    expect((await states())[0]).toBe('ended access')
    await make(admin, { actions: ['leases:create'], lease })
    const third = await open({ scopes: ['identity'] })
    expect(await tried(third.token)).toBe(200)
    await ask(admin, 'appConnections.remove', { revokeUpstream: true })
    expect(await tried(third.token)).toBe(401)
    expect(await refusal(ask(holder, 'leases.get', { leaseId: third.lease.id }))).toMatchObject({ statusCode: 404 })
    expect(await refusal(open())).toMatchObject({ statusCode: 404 })
  })

  it('end with the membership of their holder or of who granted them, and with the session they were opened in', async () => {
    const { organization, admin, holder, open, tried, sweep, make } = await test().leasing()
    const lease = { scopes: ['identity'], maxSeconds: 600 }
    const other = await organization.person({ organization: 'admin' })
    const third = await organization.person({ organization: 'member' })
    await make(other, { subject: { type: 'person', id: third.id }, actions: ['leases:create'], lease })
    const ofThird = await open({}, third)
    const ofHolder = await open({ scopes: ['identity'] })
    const { db } = test().services
    await sweep()
    expect([await tried(ofThird.token), await tried(ofHolder.token)]).toEqual([200, 200])
    await call(test().services, admin, 'members.remove', { scope: 'organization', member: { personId: other.id } })
    await sweep()
    expect([await tried(ofThird.token), await tried(ofHolder.token)]).toEqual([401, 200])
    await db.deleteFrom('auth.session').where('id', '=', holder.tokenId).execute()
    await sweep()
    expect(await tried(ofHolder.token)).toBe(401)
  })

  it('are known to their holder and to admins alone, and ended by both', async () => {
    const { organization, admin, open, leases, ask, end } = await test().leasing()
    const { lease } = await open()
    const stranger = await organization.person({ organization: 'member' })
    expect(await leases(stranger)).toEqual([])
    const leaseId = lease.id
    for (const path of ['leases.get', 'leases.end', 'leases.renew'] as const) {
      expect(await refusal(ask(stranger, path, { leaseId }))).toMatchObject({ statusCode: 404, code: 'unknownLease' })
    }
    expect(await refusal(ask(admin, 'leases.renew', { leaseId }))).toMatchObject({ statusCode: 403 })
    expect(await end(leaseId, admin)).toMatchObject({ state: 'ended', endedBy: 'admin' })
  })
})
