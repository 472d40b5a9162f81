import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import { connectionActivitySchema, singleConnectionSchema } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import { eventsOf, newOrganization } from '../../test/organization.ts'
import { call, refusal, useServices } from '../../test/services.ts'
import type { Caller, ProcedurePath } from '../index.ts'

describe.each(engines)('the event of a refused call on %s with the sandbox', (engine) => {
  const test = useServices(engine)

  async function team() {
    const { services, sandbox } = test()
    const organization = await newOrganization(services)
    const { projectId } = organization
    const admin = await organization.person({ organization: 'admin', project: 'admin' })
    const { token } = await sandbox.control.mintToken()
    const create = async (name: string, more: Record<string, unknown> = {}) => {
      const input = { app: 'heroku', method: 'auth-token', name, credentials: { authToken: token }, ...more }
      return singleConnectionSchema.parse(await call(services, admin, 'appConnections.create', input)).id
    }
    const own = await create('own')
    const shared = await create('shared', { projectId })
    const last = async () => (await eventsOf(services, organization.id)).at(-1)
    return { organization, projectId, admin, token, own, shared, last }
  }
  const refused = async (caller: Caller, path: ProcedurePath, input: Record<string, unknown>) =>
    (await refusal(call(test().services, caller, path, { app: 'heroku', ...input }))).statusCode

  it('names the connection that the caller may see and not touch, and its project', async () => {
    const { organization, projectId, own, shared, last } = await team()
    const member = await organization.person({ organization: 'member', project: 'viewer' })
    for (const [connectionId, project] of [
      [own, null],
      [shared, projectId],
    ] as const) {
      expect(await refused(member, 'appConnections.remove', { connectionId })).toBe(403)
      const target = `app-connection ${connectionId}`
      expect(await last()).toMatchObject({
        action: 'appConnections.remove',
        outcome: 'denied',
        target,
        projectId: project,
      })
    }
  })

  it('names it also where the answer says that there is none', async () => {
    const { organization, projectId, own, shared, last } = await team()
    const outsider = await organization.person({ organization: 'no-access' })
    for (const path of ['appConnections.get', 'appConnections.update', 'appConnections.check'] as const) {
      expect(await refused(outsider, path, { connectionId: shared })).toBe(404)
      expect(await last(), path).toMatchObject({ action: path, target: `app-connection ${shared}`, projectId })
    }
    expect(await refused(outsider, 'appConnections.getByName', { connectionName: 'own' })).toBe(404)
    expect(await last()).toMatchObject({ target: `app-connection ${own}`, projectId: null })
  })

  it('names none where there is none in the caller’s organization', async () => {
    const { organization, admin, last } = await team()
    const foreign = await team()
    const before = (await eventsOf(test().services, organization.id)).length
    for (const connectionId of [foreign.own, randomUUID()]) {
      expect(await refused(admin, 'appConnections.get', { connectionId })).toBe(404)
    }
    expect(await eventsOf(test().services, organization.id)).toHaveLength(before)
    const member = await organization.person({ organization: 'member' })
    const input = { method: 'auth-token', name: 'new', credentials: { authToken: 'x' } }
    expect(await refused(member, 'appConnections.create', input)).toBe(403)
    expect(await last()).toMatchObject({ outcome: 'denied', target: 'procedure null' })
  })

  it('names it where the platform refuses, and its history counts that use as failed', async () => {
    const { admin, own, token, last } = await team()
    const { services, sandbox } = test()
    await sandbox.control.revokeToken(token)
    expect(await refused(admin, 'appConnections.apps', { connectionId: own })).toBe(400)
    expect(await last()).toMatchObject({
      action: 'appConnections.apps',
      outcome: 'refused',
      target: `app-connection ${own}`,
      detail: { failure: 'refused' },
    })
    const replaced = { connectionId: own, credentials: { authToken: `HRKU-${randomUUID()}` } }
    expect(await refused(admin, 'appConnections.update', replaced)).toBe(400)
    expect(await last()).toMatchObject({ action: 'appConnections.update', target: `app-connection ${own}` })
    const activity = connectionActivitySchema.parse(
      await call(services, admin, 'appConnections.activity', { connectionId: own }),
    )
    expect(activity.days.at(-1)).toMatchObject({ uses: 1, failedUses: 1, changes: 1 })
  })
})
