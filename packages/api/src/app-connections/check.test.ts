import { engines } from '@app-connections/db/testing/engines'
import { type SingleConnection, singleConnectionSchema } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import { eventsOf, newOrganization } from '../../test/organization.ts'
import { call, refusal, useServices } from '../../test/services.ts'
import type { Caller } from '../index.ts'

describe.each(engines)('a check on demand on %s with the sandbox', (engine) => {
  const test = useServices(engine)

  async function connected() {
    const { services, sandbox } = test()
    const organization = await newOrganization(services)
    const admin = await organization.person({ organization: 'admin', project: 'admin' })
    const minted = await sandbox.control.mintToken({ scope: ['read'] })
    const body = { app: 'heroku', method: 'auth-token', name: 'main', credentials: { authToken: minted.token } }
    const input = { ...body, projectId: organization.projectId }
    const created = singleConnectionSchema.parse(await call(services, admin, 'appConnections.create', input))
    const ref = { app: 'heroku', connectionId: created.id }
    const check = async (caller: Caller = admin): Promise<SingleConnection> =>
      singleConnectionSchema.parse(await call(services, caller, 'appConnections.check', ref))
    return { organization, admin, minted, created, check }
  }

  it('answers with the connection and what was seen, and is on record', async () => {
    const { organization, admin, created, check } = await connected()
    const checked = await check()
    expect(checked).toMatchObject({ id: created.id, etag: created.etag, updatedAt: created.updatedAt })
    expect(checked.health).toMatchObject({
      status: 'healthy',
      observed: { account: 'no', apps: 'yes', configVars: 'not_tried' },
    })
    expect((await eventsOf(test().services, organization.id)).at(-1)).toEqual({
      action: 'appConnections.check',
      outcome: 'success',
      actor: admin.id,
      target: `app-connection ${created.id}`,
      projectId: organization.projectId,
      detail: { name: 'main', app: 'heroku', opened: true },
    })
  })

  it('says that a credential is dead as an answer, and not as an error', async () => {
    const { minted, check } = await connected()
    await test().sandbox.control.revokeToken(minted.id)
    expect((await check()).health).toMatchObject({
      status: 'reconnect_required',
      reason: 'refused',
      remedy: expect.stringContaining('Reconnect it with a new credential'),
    })
    // A second check asks the platform again, because its refusal may have been a mistake.
    await test().sandbox.control.clearRequests()
    await check()
    expect(await test().sandbox.control.requests()).not.toEqual([])
  })

  it('is for who may connect with it', async () => {
    const { organization, check } = await connected()
    const viewer = await organization.person({ organization: 'member', project: 'viewer' })
    const member = await organization.person({ organization: 'no-access', project: 'member' })
    const stranger = await organization.person({ organization: 'admin' })
    expect(await refusal(check(viewer))).toMatchObject({ statusCode: 403, details: [{ action: 'connect' }] })
    expect(await refusal(check(stranger))).toMatchObject({ statusCode: 404 })
    expect((await check(member)).health.status).toBe('healthy')
  })

  it('counts against what the background may ask of the account', async () => {
    const { created, check } = await connected()
    await check()
    await check()
    const { rows } = await test().database.pool.query(
      'select free_at from check_allowances a join connections c on c.check_key = a.key where c.id = $1',
      [created.id],
    )
    const wait = new Date(rows[0].free_at).getTime() - Date.now()
    expect(wait).toBeGreaterThan(90_000)
    expect(wait).toBeLessThan(98_000)
  })
})
