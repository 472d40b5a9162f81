import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { errorOf } from '../http.ts'
import { callsAtHeroku, connectionsPath, newConnection } from './connections.ts'
import { useFamily } from './family.ts'

const appList = z.array(z.strictObject({ id: z.string(), name: z.string() }))

describe.each(engines)('the apps behind a connection on %s with the sandbox', (engine) => {
  const family = useFamily(engine)
  const { apps } = { apps: (id: string) => family().rest('GET', `${connectionsPath}/${id}/apps`) }

  it('are all of them, page after page of Heroku, by name, as a bare list', async () => {
    const { control } = family().server.sandbox
    const made = await control.addApps({ count: 1_250, prefix: 'many' })
    const { id } = await newConnection(family(), 'many-apps')
    await control.clearRequests()
    const list = appList.parse((await apps(id)).body)
    const ids = new Set(list.map((app) => app.id))
    expect(made.filter((app) => !ids.has(app.id))).toEqual([])
    expect(ids.size).toBe(list.length)
    expect(list.map(({ name }) => name)).toEqual(list.map(({ name }) => name).toSorted())
    expect(await callsAtHeroku(family())).toBeGreaterThan(1)
  })

  it('need the right to connect: a member has it, a viewer of the project is 403, and nobody asks Heroku then', async () => {
    const { projectId } = family()
    const { id } = await newConnection(family(), 'in-project', { projectId })
    const viewer = await family().machine({ organization: 'member', project: 'viewer' })
    const member = await family().machine({ organization: 'no-access', project: 'member' })
    const stranger = await family().machine({ organization: 'admin' })
    await family().server.sandbox.control.clearRequests()
    const address = `${connectionsPath}/${id}/apps`
    expect(errorOf(await family().rest('GET', address, { as: viewer }))).toMatchObject({
      statusCode: 403,
      details: [{ action: 'connect', subject: 'app-connections' }],
    })
    expect(errorOf(await family().rest('GET', address, { as: stranger })).statusCode).toBe(404)
    expect(await callsAtHeroku(family())).toBe(0)
    expect((await family().rest('GET', address, { as: member })).status).toBe(200)
  })

  it('leave an event that the credential was opened, before Heroku is asked and whatever it answers', async () => {
    const { control } = family().server.sandbox
    const { id } = await newConnection(family(), 'opened')
    const opened = async () =>
      family()
        .db.selectFrom('audit_events')
        .select(['action', 'outcome', 'detail'])
        .where('target_id', '=', id)
        .where('action', '=', 'appConnections.apps')
        .execute()
    await apps(id)
    await control.setFault({ path: '/apps', effect: { kind: 'status', status: 500 } })
    expect(errorOf(await apps(id)).statusCode).toBe(502)
    const events = await opened()
    expect(events).toHaveLength(2)
    for (const event of events) expect(event).toMatchObject({ outcome: 'success', detail: { opened: true } })
  })
})
