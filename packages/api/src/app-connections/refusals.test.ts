import { randomUUID } from 'node:crypto'
import { insertConnection } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import type { FaultInput } from '@app-connections/heroku-sandbox'
import { describe, expect, it } from 'vitest'
import { eventsOf, newOrganization, type TestOrganization } from '../../test/organization.ts'
import { call, refusal, useServices } from '../../test/services.ts'
import { auditEvent, type Caller } from '../index.ts'

describe.each(engines)('refused calls on %s with the sandbox', (engine) => {
  const test = useServices(engine)

  async function createInput(change: Record<string, unknown> = {}) {
    const { token } = await test().sandbox.control.mintToken()
    return { app: 'heroku', method: 'auth-token', name: 'main', credentials: { authToken: token }, ...change }
  }
  async function createdId(caller: Caller, change: Record<string, unknown> = {}): Promise<string> {
    const made = await call(test().services, caller, 'appConnections.create', await createInput(change))
    return `${typeof made === 'object' && made !== null && 'id' in made ? made.id : ''}`
  }
  async function rowsOf(organization: TestOrganization) {
    const { db } = test().services
    return db.selectFrom('connections').select('name').where('org_id', '=', organization.id).execute()
  }

  it('leave an event in a transaction of their own, and nothing else', async () => {
    const { services } = test()
    const organization = await newOrganization(services)
    const member = await organization.person({ organization: 'member' })
    const answer = refusal(call(services, member, 'appConnections.create', await createInput()))
    expect(await answer).toMatchObject({
      statusCode: 403,
      error: 'PermissionDenied',
      details: [{ action: 'create', subject: 'app-connections' }],
    })
    expect(await rowsOf(organization)).toEqual([])
    expect(await eventsOf(services, organization.id)).toEqual([
      {
        action: 'appConnections.create',
        outcome: 'denied',
        actor: member.id,
        target: 'procedure null',
        projectId: null,
        detail: { error: 'PermissionDenied', action: 'create', subject: 'app-connections' },
      },
    ])
  })

  it('leave an event where Heroku refuses the token, without the token', async () => {
    const { services } = test()
    const organization = await newOrganization(services)
    const admin = await organization.person({ organization: 'admin' })
    const authToken = `HRKU-${randomUUID()}`
    const input = await createInput({ credentials: { authToken } })
    expect(await refusal(call(services, admin, 'appConnections.create', input))).toMatchObject({
      statusCode: 400,
      message: expect.stringMatching(/^Heroku refused the token/),
    })
    const events = await eventsOf(services, organization.id)
    expect(events).toMatchObject([
      { action: 'appConnections.create', outcome: 'refused', detail: { failure: 'refused' } },
    ])
    expect(JSON.stringify(events)).not.toContain(authToken)
    expect(await rowsOf(organization)).toEqual([])
  })

  it.each<[string, FaultInput['effect'], number]>([
    ['a status 500', { kind: 'status', status: 500 }, 502],
    ['a reset', { kind: 'reset' }, 502],
    ['a reset after Heroku has answered', { kind: 'reset', when: 'after' }, 502],
    ['HTML', { kind: 'html' }, 502],
    ['broken JSON', { kind: 'wrong-json' }, 502],
    ['a redirect', { kind: 'redirect', location: 'http://127.0.0.1:1/' }, 502],
    ['429', { kind: 'rate-limit' }, 503],
    ['a hang', { kind: 'hang' }, 504],
  ])('of a Heroku that fails (%s) leave no row', async (_title, effect, status) => {
    const { services, sandbox } = test()
    const organization = await newOrganization(services)
    const admin = await organization.person({ organization: 'admin' })
    await sandbox.control.setFault({ path: '/account', effect })
    const impatient = { ...services, upstreamDeadlineMs: effect.kind === 'hang' ? 200 : 5_000 }
    const answer = await refusal(call(impatient, admin, 'appConnections.create', await createInput()))
    expect(answer.statusCode).toBe(status)
    expect(await rowsOf(organization)).toEqual([])
    expect(await eventsOf(services, organization.id)).toEqual([])
  })

  it('about a connection of a project that the caller is not in read like those about an unknown id', async () => {
    const { services } = test()
    const organization = await newOrganization(services)
    const insider = await organization.person({ organization: 'no-access', project: 'admin' })
    const outsider = await organization.person({ organization: 'admin' })
    const foreign = await (await newOrganization(services)).person({ organization: 'admin' })
    const real = await createdId(insider, { projectId: organization.projectId })
    const unknown = randomUUID()
    for (const caller of [outsider, foreign]) {
      for (const path of ['appConnections.get', 'appConnections.remove'] as const) {
        const answers = []
        for (const connectionId of [real, unknown]) {
          const body = await refusal(call(services, caller, path, { app: 'heroku', connectionId }), 'req-1')
          answers.push(JSON.stringify(body).replaceAll(connectionId, '<id>'))
        }
        expect(answers[0], path).toBe(answers[1])
        expect(answers[0]).toContain('"statusCode":404')
      }
    }
    const denied = (await eventsOf(services, organization.id)).filter(({ outcome }) => outcome === 'denied')
    expect(denied.map(({ action, actor }) => ({ action, actor }))).toEqual([
      { action: 'appConnections.get', actor: outsider.id },
      { action: 'appConnections.remove', actor: outsider.id },
    ])
  })

  it('keep an organization admin out of a project until they add themselves, which is on record', async () => {
    const { services } = test()
    const organization = await newOrganization(services)
    const admin = await organization.person({ organization: 'admin' })
    const insider = await organization.person({ organization: 'no-access', project: 'admin' })
    const connectionId = await createdId(insider, { projectId: organization.projectId })
    const input = await createInput({ name: 'other', projectId: organization.projectId })
    expect(await refusal(call(services, admin, 'appConnections.create', input))).toMatchObject({ statusCode: 404 })

    const { projectId } = organization
    const themselves = { scope: 'project', projectId, member: { personId: admin.id }, role: 'admin' }
    await call(services, admin, 'members.set', themselves)
    const events = await eventsOf(services, organization.id)
    expect(events.at(-1)).toMatchObject({ action: 'members.set', outcome: 'success', actor: admin.id, projectId })
    const now = { ...admin, memberships: (await organization.again(admin)).memberships }
    expect(await call(services, now, 'appConnections.get', { app: 'heroku', connectionId })).toMatchObject({
      id: connectionId,
    })
  })

  it('say 403 where the caller may read but not do this', async () => {
    const { services } = test()
    const organization = await newOrganization(services)
    const admin = await organization.person({ organization: 'no-access', project: 'admin' })
    const connectionId = await createdId(admin, { projectId: organization.projectId })
    for (const project of ['viewer', 'member'] as const) {
      const caller = await organization.person({ organization: 'no-access', project })
      const answer = refusal(call(services, caller, 'appConnections.remove', { app: 'heroku', connectionId }))
      expect(await answer).toMatchObject({
        statusCode: 403,
        details: [{ action: 'delete', subject: 'app-connections' }],
      })
    }
  })

  it('about an id of another app say so only to who may read it', async () => {
    const { services } = test()
    const organization = await newOrganization(services)
    const admin = await organization.person({ organization: 'admin' })
    const outsider = await organization.person({ organization: 'no-access' })
    const id = randomUUID()
    const context = {
      services,
      actor: admin,
      request: { reqId: 'req-1', address: '', userAgent: null, organizationId: null, endpoint: null },
    }
    const facts = {
      orgId: organization.id,
      action: 'appConnections.check',
      target: { type: 'app-connection', id },
      outcome: 'success',
    } as const
    const at = new Date()
    const row = { id, org_id: organization.id, project_id: null, name: 'other-app', description: null, app: 'other' }
    const sealed = { credentials: Buffer.alloc(1), credentials_hash: '', version: 1, revision: 1, seal_revision: 1 }
    await insertConnection(
      services.db,
      { ...row, ...sealed, method: 'token', account: '{}', created_at: at, updated_at: at },
      auditEvent(context, { ...facts, outcome: 'success' }),
    )
    const get = (caller: Caller) =>
      refusal(call(services, caller, 'appConnections.get', { app: 'heroku', connectionId: id }))
    expect(await get(admin)).toMatchObject({
      statusCode: 400,
      message: `App Connection with ID ${id} is not for App "heroku"`,
    })
    expect(await get(outsider)).toMatchObject({ statusCode: 404 })
  })

  it('without a caller are 401', async () => {
    expect(await refusal(call(test().services, undefined, 'appConnections.list', {}))).toMatchObject({
      statusCode: 401,
    })
  })
})
