import { engines } from '@app-connections/db/testing/engines'
import { singleConnectionSchema } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import { eventsOf, newOrganization } from '../../test/organization.ts'
import { call, refusal, useServices } from '../../test/services.ts'

describe.each(engines)('an update on %s with the sandbox', (engine) => {
  const test = useServices(engine)

  async function made() {
    const { services, sandbox } = test()
    const organization = await newOrganization(services)
    const admin = await organization.person({ organization: 'admin' })
    const mint = async () => ({ authToken: (await sandbox.control.mintToken()).token })
    const input = { app: 'heroku', method: 'auth-token', name: 'main', credentials: await mint() }
    const created = singleConnectionSchema.parse(await call(services, admin, 'appConnections.create', input))
    const update = (change: Record<string, unknown>) =>
      call(services, admin, 'appConnections.update', { app: 'heroku', connectionId: created.id, ...change })
    const row = () =>
      services.db.selectFrom('connections').selectAll().where('id', '=', created.id).executeTakeFirstOrThrow()
    return { organization, created, update, row, mint }
  }

  it('of name or description leaves the sealed credential as it is, byte for byte', async () => {
    const { update, row } = await made()
    const before = await row()
    await update({ name: 'renamed', description: 'x' })
    const after = await row()
    expect(after).toMatchObject({ name: 'renamed', version: 1, seal_revision: 1, revision: 2 })
    expect(after.credentials.equals(before.credentials)).toBe(true)
    expect(after.created_at).toEqual(before.created_at)
  })

  it('of the credential seals it anew under the next revision', async () => {
    const { update, row, mint } = await made()
    const before = await row()
    await update({ credentials: await mint() })
    const after = await row()
    expect(after).toMatchObject({ version: 2, seal_revision: 2, revision: 2 })
    expect(after.credentials.equals(before.credentials)).toBe(false)
  })

  it('says in its event what has changed, and never the values', async () => {
    const { organization, update, mint } = await made()
    const credentials = await mint()
    await update({ name: 'renamed', description: 'of the shop', credentials })
    const event = (await eventsOf(test().services, organization.id)).at(-1)
    expect(event).toMatchObject({
      action: 'appConnections.update',
      detail: { name: 'renamed', changed: ['name', 'description', 'credentials'], sealRevision: 2 },
    })
    expect(JSON.stringify(event)).not.toContain(credentials.authToken)
    expect(JSON.stringify(event)).not.toContain('of the shop')
  })

  it('of a revision that another one overtook is 412 and leaves neither change nor event', async () => {
    const { organization, created, update, row, mint } = await made()
    const { control } = test().sandbox
    await control.clearRequests()
    await control.setFault({ path: '/account', effect: { kind: 'latency', ms: 400 } })
    const slow = update({ credentials: await mint(), ifMatch: created.etag })
    await expect.poll(async () => (await control.requests()).length).toBeGreaterThan(0)
    await update({ description: 'faster' })
    expect(await refusal(slow)).toMatchObject({ statusCode: 412, error: 'PreconditionFailed' })
    expect(await row()).toMatchObject({ description: 'faster', version: 1, seal_revision: 1, revision: 2 })
    const updates = (await eventsOf(test().services, organization.id)).filter(
      ({ action }) => action === 'appConnections.update',
    )
    expect(updates).toHaveLength(1)
  })

  it('that another one overtook, and that asks for no revision, is made on top of it', async () => {
    const { update, row, mint } = await made()
    const { control } = test().sandbox
    await control.clearRequests()
    await control.setFault({ path: '/account', effect: { kind: 'latency', ms: 400 } })
    const slow = update({ credentials: await mint() })
    await expect.poll(async () => (await control.requests()).length).toBeGreaterThan(0)
    await update({ description: 'faster' })
    await slow
    expect(await row()).toMatchObject({ description: 'faster', version: 2, seal_revision: 2, revision: 3 })
  })
})
