import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import {
  type Connection,
  connectionActivitySchema,
  connectionSchema,
  connectionsOverviewSchema,
} from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { newOrganization } from '../../test/organization.ts'
import { call, refusal, useServices } from '../../test/services.ts'
import { actionKinds } from '../connection/action-kinds.ts'
import type { Caller, Services } from '../index.ts'

const available = z.strictObject({ available: z.boolean() })
const page = z.object({ appConnections: z.array(connectionSchema), nextCursor: z.string().optional() })

describe.each(engines)('looking over connections on %s with the sandbox', (engine) => {
  const test = useServices(engine)
  const day = 86_400_000
  const later = (days: number): Services => ({
    ...test().services,
    now: () => new Date(Date.now() + days * day),
  })

  async function create(caller: Caller, name: string, more: Record<string, unknown> = {}): Promise<Connection> {
    const credentials = { authToken: (await test().sandbox.control.mintToken()).token }
    const input = { app: 'heroku', method: 'auth-token', name, credentials, ...more }
    return connectionSchema.parse(await call(test().services, caller, 'appConnections.create', input))
  }

  async function team() {
    const organization = await newOrganization(test().services)
    const { projectId } = organization
    const admin = await organization.person({ organization: 'admin', project: 'admin' })
    const viewer = await organization.person({ organization: 'no-access', project: 'viewer' })
    const own = await create(admin, 'own')
    const shared = await create(admin, 'shared', { projectId })
    return { organization, projectId, admin, viewer, own, shared }
  }

  it('looks for changes by the words of their index', async () => {
    const { rows } = await test().database.pool.query<{ indexdef: string }>(
      "select indexdef from pg_indexes where indexname = 'audit_events_of_changes'",
    )
    const words = [...`${rows[0]?.indexdef}`.matchAll(/'(appConnections\.\w+)'/g)].map(([, word]) => word)
    expect(words.toSorted()).toEqual(actionKinds.change.toSorted())
  })

  it('counts, lists and tells only what the caller may read', async () => {
    const { organization, admin, viewer, own, shared } = await team()
    const { services } = test()
    const dead = { health: 'reconnect_required', health_reason: 'refused', health_since: new Date() }
    await services.db.updateTable('connections').set(dead).where('id', 'in', [own.id, shared.id]).execute()
    const read = async (caller: Caller) =>
      connectionsOverviewSchema.parse(await call(services, caller, 'appConnections.overview'))

    const all = await read(admin)
    expect(all.counts).toMatchObject({ total: 2, reconnect_required: 2, healthy: 0 })
    expect(all.failing.map(({ name }) => name).sort()).toEqual(['own', 'shared'])
    const actor = { type: 'person', id: admin.id, name: 'Ada' }
    expect(all.changes).toMatchObject([
      { action: 'appConnections.create', outcome: 'success', connectionName: 'shared', actor },
      { action: 'appConnections.create', connectionName: 'own', connectionId: own.id, actor },
    ])
    const some = await read(viewer)
    expect(some.counts).toMatchObject({ total: 1, reconnect_required: 1 })
    expect([some.failing, some.changes].map((list) => list.length)).toEqual([1, 1])
    expect(JSON.stringify(some)).not.toContain(own.id)
    const outsider = await organization.person({ organization: 'no-access' })
    expect(await refusal(call(services, outsider, 'appConnections.overview'))).toMatchObject({ statusCode: 403 })
  })

  it('knows which credentials end within a week, and shows no change that is older', async () => {
    const { admin, own } = await team()
    const ends = new Date(Date.now() + 8 * day)
    await test()
      .services.db.updateTable('connections')
      .set({ credential_expires_at: ends })
      .where('id', '=', own.id)
      .execute()
    const at = async (days: number) =>
      connectionsOverviewSchema.parse(await call(later(days), admin, 'appConnections.overview'))
    expect(await at(0.9)).toMatchObject({ counts: { expiring: 0 }, expiring: [] })
    expect(await at(1.1)).toMatchObject({ counts: { expiring: 1 }, expiring: [{ id: own.id }] })
    const listed = async (days: number, expiring: unknown) => {
      const answer = await call(later(days), admin, 'appConnections.list', { expiring })
      return page.parse(answer).appConnections.map(({ name }) => name)
    }
    expect(await listed(0.9, true)).toEqual([])
    expect(await listed(1.1, true)).toEqual(['own'])
    expect(await listed(1.1, 'true')).toEqual(['own'])
    expect(await listed(1.1, 'false')).toEqual(['shared'])
    expect(await refusal(listed(1.1, 'soon'))).toMatchObject({ statusCode: 422, message: [{ path: ['expiring'] }] })
    expect((await at(6.9)).changes).toHaveLength(2)
    expect((await at(7.1)).changes).toHaveLength(0)
  })

  it('counts the days of one connection: checks asked for, uses, refusals, changes', async () => {
    const { organization, admin, viewer, shared } = await team()
    const { services } = test()
    const ref = { app: 'heroku', connectionId: shared.id }
    const ask = (path: 'appConnections.check' | 'appConnections.apps') => call(services, admin, path, ref)
    await ask('appConnections.check')
    await ask('appConnections.apps')
    const answer = connectionActivitySchema.parse(
      await call(services, viewer, 'appConnections.activity', { connectionId: shared.id }),
    )
    expect(answer.days).toHaveLength(30)
    const today = answer.days.at(-1)
    expect(today).toEqual({
      day: new Date().toISOString().slice(0, 10),
      ...{ checks: 1, failedChecks: 0, refreshes: 0, failedRefreshes: 0, uses: 1, failedUses: 0, changes: 1 },
    })
    expect(answer.days.slice(0, 29).every(({ checks, uses, changes }) => checks + uses + changes === 0)).toBe(true)
    expect(answer.actors).toMatchObject([{ type: 'person', id: admin.id, name: 'Ada', uses: 1 }])
    const outsider = await organization.person({ organization: 'no-access' })
    const unknown = randomUUID()
    for (const id of [shared.id, unknown]) {
      const body = await refusal(call(services, outsider, 'appConnections.activity', { connectionId: id }))
      expect(body).toMatchObject({ statusCode: 404, message: `Could not find App Connection with ID ${id}` })
    }
  })

  it('says whether a name is free in a scope, for who may create there', async () => {
    const { organization, projectId, admin, viewer, own, shared } = await team()
    const { services } = test()
    const ask = (input: Record<string, unknown>, caller = admin) =>
      call(services, caller, 'appConnections.nameAvailable', input)
    const free = async (input: Record<string, unknown>) => available.parse(await ask(input)).available
    expect(await free({ name: 'own' })).toBe(false)
    expect(await free({ name: ' own ' })).toBe(false)
    expect(await free({ name: 'shared' })).toBe(true)
    expect(await free({ name: 'own', projectId })).toBe(true)
    expect(await free({ name: 'shared', projectId })).toBe(false)
    expect(await free({ name: 'own', exceptConnectionId: own.id })).toBe(true)
    expect(await free({ name: 'own', exceptConnectionId: shared.id })).toBe(false)
    await call(services, admin, 'appConnections.remove', { app: 'heroku', connectionId: own.id })
    expect(await free({ name: 'own' })).toBe(true)
    expect(await refusal(ask({ name: 'Not A Name' }))).toMatchObject({ statusCode: 422 })
    expect(await refusal(ask({ name: 'own', projectId }, viewer))).toMatchObject({ statusCode: 403 })
    const hidden = { name: 'own', projectId: organization.otherProjectId }
    expect(await refusal(ask(hidden))).toMatchObject({ statusCode: 404 })
  })

  it('lists the organization alone where asked to, in the order asked for, and goes on only in that order', async () => {
    const { projectId, admin, viewer } = await team()
    await create(admin, 'another')
    const { services } = test()
    const list = async (input: Record<string, unknown>, caller = admin) =>
      page.parse(await call(services, caller, 'appConnections.list', input))
    const names = async (input: Record<string, unknown>) => (await list(input)).appConnections.map(({ name }) => name)
    expect(await names({})).toEqual(['another', 'own', 'shared'])
    expect(await names({ scope: 'organization' })).toEqual(['another', 'own'])
    expect(await names({ health: 'healthy', search: 'O', method: 'auth-token' })).toEqual(['another', 'own'])
    expect(await names({ health: 'degraded' })).toEqual([])
    expect(await names({ direction: 'desc' })).toEqual(['shared', 'own', 'another'])
    expect(await names({ sort: 'createdAt' })).toEqual(['own', 'shared', 'another'])
    const both = call(services, admin, 'appConnections.list', { scope: 'organization', projectId })
    expect(await refusal(both)).toMatchObject({ statusCode: 422, message: [{ path: ['scope'] }] })
    const hidden = call(services, viewer, 'appConnections.list', { scope: 'organization' })
    expect(await refusal(hidden)).toMatchObject({ statusCode: 403 })

    for (const sort of ['name', 'health', 'createdAt', 'updatedAt', 'lastSuccessAt']) {
      for (const direction of ['asc', 'desc']) {
        const order = { sort, direction, limit: 2 }
        const first = await list(order)
        const { nextCursor: cursor } = first
        const rest = await list({ ...order, cursor })
        const all = await list({ sort, direction })
        expect([...first.appConnections, ...rest.appConnections]).toEqual(all.appConnections)
        expect(rest.nextCursor).toBeUndefined()
        const turned = { ...order, direction: direction === 'asc' ? 'desc' : 'asc', cursor }
        expect(await refusal(list(turned))).toMatchObject({ statusCode: 400 })
      }
    }
  })

  it.each([
    ['createdAt', '2026-02-30T00:00:00.000000Z'],
    ['createdAt', '0000-01-01T00:00:00.000000Z'],
    ['createdAt', ''],
    ['updatedAt', 'infinity'],
    ['lastSuccessAt', '-infinity'],
    ['health', '7'],
    ['health', '99999999'],
    ['name', 'No Name'],
  ])('refuses a cursor that was made up: %s %s', async (sort, key) => {
    const { admin } = await team()
    const cursor = Buffer.from(JSON.stringify([sort, 'asc', key, randomUUID()])).toString('base64url')
    const answer = call(test().services, admin, 'appConnections.list', { sort, cursor })
    expect(await refusal(answer)).toMatchObject({ statusCode: 400, message: expect.stringContaining('cursor') })
  })

  it('reads one by its id alone, of whichever app it is', async () => {
    const { admin, own } = await team()
    const { services } = test()
    const read = (input: Record<string, unknown>) => call(services, admin, 'appConnections.get', input)
    expect(await read({ connectionId: own.id })).toEqual(await read({ app: 'heroku', connectionId: own.id }))
    expect(await refusal(read({ connectionId: randomUUID() }))).toMatchObject({ statusCode: 404 })
    expect(await refusal(read({ app: 'other', connectionId: own.id }))).toMatchObject({ statusCode: 422 })
  })
})
