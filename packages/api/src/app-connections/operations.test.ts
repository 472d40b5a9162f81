import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import { type Connection, connectionSchema } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { eventsOf, newOrganization } from '../../test/organization.ts'
import { call, refusal, useServices } from '../../test/services.ts'
import type { Caller } from '../index.ts'

const page = z.object({ appConnections: z.array(connectionSchema), nextCursor: z.string().optional() })

describe.each(engines)('connections on %s with the sandbox', (engine) => {
  const test = useServices(engine)
  const mint = async () => (await test().sandbox.control.mintToken()).token

  async function create(caller: Caller, change: Record<string, unknown> = {}): Promise<Connection> {
    const credentials = { authToken: await mint() }
    const input = { app: 'heroku', method: 'auth-token', name: 'main', credentials, ...change }
    return connectionSchema.parse(await call(test().services, caller, 'appConnections.create', input))
  }
  async function list(caller: Caller, input: Record<string, unknown> = {}): Promise<string[]> {
    const answer = page.parse(await call(test().services, caller, 'appConnections.list', input))
    return answer.appConnections.map(({ name }) => name)
  }

  it('are created, listed, read and removed as one object, each write with its event', async () => {
    const { services } = test()
    const organization = await newOrganization(services)
    const admin = await organization.person({ organization: 'admin' })
    const created = await create(admin, { description: '' })
    expect(created).toMatchObject({
      app: 'heroku',
      method: 'auth-token',
      name: 'main',
      description: '',
      credentials: {},
      version: 1,
      orgId: organization.id,
      projectId: null,
      project: null,
    })
    const ref = { app: 'heroku', connectionId: created.id }
    const single = { ...created, etag: `"${created.id}.1"` }
    for (const input of [{ app: 'heroku' }, {}]) {
      expect(await call(services, admin, 'appConnections.list', input)).toEqual({ appConnections: [created] })
    }
    expect(await call(services, admin, 'appConnections.get', ref)).toEqual(single)
    expect(await call(services, admin, 'appConnections.remove', ref)).toEqual(single)
    expect(await refusal(call(services, admin, 'appConnections.get', ref))).toMatchObject({
      statusCode: 404,
      message: `Could not find App Connection with ID ${created.id}`,
    })
    const event = { outcome: 'success', actor: admin.id, target: `app-connection ${created.id}`, projectId: null }
    const detail = { name: 'main', app: 'heroku', method: 'auth-token' }
    expect(await eventsOf(services, organization.id)).toEqual([
      { action: 'appConnections.create', ...event, detail },
      { action: 'appConnections.remove', ...event, detail },
    ])
  })

  it('show the project they are in, and its id in the events', async () => {
    const { services } = test()
    const organization = await newOrganization(services)
    const projectAdmin = await organization.person({ organization: 'no-access', project: 'admin' })
    const created = await create(projectAdmin, { projectId: organization.projectId })
    const project = { id: organization.projectId, name: 'Shop', slug: 'shop', type: 'secret-manager' }
    expect(created).toMatchObject({ projectId: project.id, project })
    await call(services, projectAdmin, 'appConnections.remove', { app: 'heroku', connectionId: created.id })
    const events = await eventsOf(services, organization.id)
    expect(events.map(({ projectId }) => projectId)).toEqual([project.id, project.id])
  })

  it('are refused under a name that is taken in their scope, whoever comes first', async () => {
    const { services } = test()
    const organization = await newOrganization(services)
    const caller = await organization.person({ organization: 'admin', project: 'admin' })
    await create(caller)
    await create(caller, { projectId: organization.projectId })
    for (const projectId of [undefined, organization.projectId]) {
      expect(await refusal(create(caller, { projectId }))).toMatchObject({
        statusCode: 400,
        error: 'BadRequest',
        message: 'An App Connection with the name "main" already exists',
      })
    }
    const race = await Promise.allSettled(Array.from({ length: 4 }, () => create(caller, { name: 'contested' })))
    expect(race.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const result of race) {
      if (result.status === 'rejected')
        expect(await refusal(Promise.reject(result.reason))).toMatchObject({ statusCode: 400 })
    }
    expect(await list(caller)).toEqual(['contested', 'main', 'main'])
  })

  it('are not asked about at Heroku where the name is taken or the right is missing', async () => {
    const { services, sandbox } = test()
    const organization = await newOrganization(services)
    const admin = await organization.person({ organization: 'admin' })
    const member = await organization.person({ organization: 'member' })
    await create(admin)
    await sandbox.control.clearRequests()
    await refusal(create(admin))
    await refusal(create(member, { name: 'other' }))
    await refusal(create(admin, { name: 'in-a-project', projectId: organization.projectId }))
    expect(await sandbox.control.requests()).toEqual([])
  })

  it('are listed as far as the caller may read, sorted by name over all scopes', async () => {
    const { services } = test()
    const organization = await newOrganization(services)
    const both = await organization.person({ organization: 'admin', project: 'admin' })
    await create(both, { name: 'c-organization' })
    await create(both, { name: 'b-project', projectId: organization.projectId })
    await create(both, { name: 'a-organization' })
    const inProject = { projectId: organization.projectId }

    const viewer = await organization.person({ organization: 'no-access', project: 'viewer' })
    const member = await organization.person({ organization: 'member' })
    const nobody = await organization.person({ organization: 'no-access' })
    expect(await list(both)).toEqual(['a-organization', 'b-project', 'c-organization'])
    expect(await list(both, inProject)).toEqual(['b-project'])
    expect(await list(viewer)).toEqual(['b-project'])
    expect(await list(viewer, inProject)).toEqual(['b-project'])
    expect(await list(member)).toEqual(['a-organization', 'c-organization'])
    expect(await refusal(list(member, inProject))).toMatchObject({ statusCode: 404 })
    expect(await refusal(list(nobody))).toMatchObject({
      statusCode: 403,
      details: [{ action: 'read', subject: 'app-connections' }],
    })
  })

  it('are found by a part of their name or description, by method and by health', async () => {
    const organization = await newOrganization(test().services)
    const admin = await organization.person({ organization: 'admin', project: 'admin' })
    await create(admin, { name: 'deploys-eu', description: 'Of the shop, 100%' })
    await create(admin, { name: 'deploys-us' })
    await create(admin, { name: 'exports', projectId: organization.projectId })
    expect(await list(admin, { search: 'deploys' })).toEqual(['deploys-eu', 'deploys-us'])
    expect(await list(admin, { search: 'SHOP' })).toEqual(['deploys-eu'])
    expect(await list(admin, { search: '0%' })).toEqual(['deploys-eu'])
    expect(await list(admin, { search: 'd%s' })).toEqual([])
    expect(await list(admin, { search: '_' })).toEqual([])
    expect(await list(admin, { search: '' })).toHaveLength(3)
    expect(await list(admin, { method: 'auth-token', health: 'healthy' })).toHaveLength(3)
    expect(await list(admin, { method: 'oauth' })).toEqual([])
    expect(await list(admin, { health: 'reconnect_required' })).toEqual([])
    expect(await refusal(list(admin, { health: 'ill' }))).toMatchObject({ statusCode: 422 })
  })

  it('are removed once where two remove them at once', async () => {
    const { services } = test()
    const organization = await newOrganization(services)
    const admin = await organization.person({ organization: 'admin' })
    const { id } = await create(admin)
    const removals = await Promise.allSettled(
      Array.from({ length: 3 }, () =>
        call(services, admin, 'appConnections.remove', { app: 'heroku', connectionId: id }),
      ),
    )
    expect(removals.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const result of removals) {
      if (result.status === 'fulfilled') continue
      expect(await refusal(Promise.reject(result.reason))).toMatchObject({ statusCode: 404 })
    }
    const events = await eventsOf(services, organization.id)
    expect(events.filter(({ action }) => action === 'appConnections.remove')).toHaveLength(1)
  })

  it('hold no project that is unknown, whatever its id looks like', async () => {
    const organization = await newOrganization(test().services)
    const admin = await organization.person({ organization: 'admin', project: 'admin' })
    for (const projectId of [randomUUID(), 'no-uuid', '__proto__', 'constructor', "' or 1=1 --", '🦄'.repeat(200)]) {
      expect(await refusal(create(admin, { projectId })), projectId).toMatchObject({ statusCode: 404 })
      expect(await refusal(list(admin, { projectId })), projectId).toMatchObject({ statusCode: 404 })
    }
  })

  it('of OAuth are referred to the web app, once the other fields and the right are there', async () => {
    const organization = await newOrganization(test().services)
    const admin = await organization.person({ organization: 'admin' })
    const member = await organization.person({ organization: 'member' })
    const oauth = { method: 'oauth', credentials: { anything: 1 } }
    expect(await refusal(create(admin, oauth))).toMatchObject({
      statusCode: 400,
      message: expect.stringMatching(
        /^Heroku OAuth connections are created in the web app: https:\/\/connections\.example/,
      ),
    })
    expect(await refusal(create(admin, { ...oauth, name: 'Not A Name' }))).toMatchObject({ statusCode: 422 })
    expect(await refusal(create(member, oauth))).toMatchObject({ statusCode: 403 })
  })
})
