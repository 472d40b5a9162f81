import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { engines, useMigratedDatabase } from '../../test/engines.ts'
import { connectionRow, eventRow, newOrganization, newProject } from '../../test/rows.ts'
import { isUniqueViolation } from '../engine/errors.ts'
import type { OrgId } from '../tables/org-id.ts'
import { deleteConnection } from './change.ts'
import { insertConnection } from './insert.ts'
import { selectConnections } from './list.ts'
import { connectionNameConstraint, connectionNameTaken } from './name.ts'
import { selectConnection } from './read.ts'

describe.each(engines)('the statements on connections on %s', (engine) => {
  const database = useMigratedDatabase(engine)
  const kysely = () => database().kysely

  async function eventsOf(orgId: OrgId) {
    return kysely().selectFrom('audit_events').selectAll().where('org_id', '=', orgId).execute()
  }

  it('store a connection with its event, and never return its sealed credentials', async () => {
    const orgId = await newOrganization(kysely())
    const connection = connectionRow(orgId, { description: '' })
    const event = eventRow(orgId, 'create')
    const row = await insertConnection(kysely(), connection, event)
    const { credentials, account, ...rest } = connection
    expect(row).toMatchObject({ ...rest, account: { email: 'ada@example.com' } })
    expect(await selectConnection(kysely(), orgId, row.id)).toEqual(row)
    expect(await eventsOf(orgId)).toEqual([{ ...event, detail: { name: 'main' } }])
    const stored = await kysely().selectFrom('connections').select('credentials').where('id', '=', row.id).execute()
    expect(stored).toEqual([{ credentials }])
  })

  it('leave no event where the connection cannot be stored', async () => {
    const orgId = await newOrganization(kysely())
    await insertConnection(kysely(), connectionRow(orgId), eventRow(orgId, 'first'))
    const second = insertConnection(kysely(), connectionRow(orgId), eventRow(orgId, 'second'))
    await expect(second).rejects.toSatisfy((error) => isUniqueViolation(error, connectionNameConstraint))
    expect((await eventsOf(orgId)).map(({ action }) => action)).toEqual(['first'])
  })

  it('leave no connection where the event cannot be written', async () => {
    const orgId = await newOrganization(kysely())
    const event = eventRow(orgId, 'first')
    await insertConnection(kysely(), connectionRow(orgId), event)
    const connection = connectionRow(orgId, { name: 'other' })
    await expect(insertConnection(kysely(), connection, event)).rejects.toSatisfy((error) =>
      isUniqueViolation(error, 'audit_events_pkey'),
    )
    expect(await selectConnection(kysely(), orgId, connection.id)).toBeUndefined()
  })

  it('keep a name unique within its scope across apps, and free in every other scope', async () => {
    const orgId = await newOrganization(kysely())
    const other = await newOrganization(kysely())
    const projects = [await newProject(kysely(), orgId), await newProject(kysely(), orgId)]
    const insert = (org: OrgId, project_id: string | null, app: string) =>
      insertConnection(kysely(), connectionRow(org, { project_id, app }), eventRow(org, 'create'))
    for (const [org, project] of [
      [orgId, null] as const,
      [other, null] as const,
      ...projects.map((id) => [orgId, id] as const),
    ]) {
      const scope = { orgId: org, projectId: project, name: 'main' }
      expect(await connectionNameTaken(kysely(), scope)).toBe(false)
      await insert(org, project, 'heroku')
      expect(await connectionNameTaken(kysely(), scope)).toBe(true)
      expect(await connectionNameTaken(kysely(), { ...scope, name: 'mai' })).toBe(false)
      for (const app of ['heroku', 'another-app']) {
        await expect(insert(org, project, app), `${app} in ${project}`).rejects.toSatisfy((error) =>
          isUniqueViolation(error, connectionNameConstraint),
        )
      }
    }
  })

  it('let exactly one of several insert a name at once', async () => {
    const orgId = await newOrganization(kysely())
    const results = await Promise.allSettled(
      Array.from({ length: 6 }, () => insertConnection(kysely(), connectionRow(orgId), eventRow(orgId, 'create'))),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await eventsOf(orgId)).toHaveLength(1)
  })

  it('take no project of another organization', async () => {
    const orgId = await newOrganization(kysely())
    const foreign = await newProject(kysely(), await newOrganization(kysely()))
    const connection = connectionRow(orgId, { project_id: foreign })
    await expect(insertConnection(kysely(), connection, eventRow(orgId, 'create'))).rejects.toThrow('foreign key')
    expect(await eventsOf(orgId)).toEqual([])
  })

  it('list only what is asked for, by name in byte order, up to the limit', async () => {
    const orgId = await newOrganization(kysely())
    const a = await newProject(kysely(), orgId)
    const b = await newProject(kysely(), orgId)
    const names: [string | null, string][] = [
      [null, 'b-1'],
      [null, 'b10'],
      [null, 'b2'],
      [null, 'a'],
      [a, 'in-a'],
      [b, 'in-b'],
    ]
    for (const [project_id, name] of names) {
      const app = name === 'b2' ? 'another-app' : 'heroku'
      await insertConnection(kysely(), connectionRow(orgId, { project_id, name, app }), eventRow(orgId, 'create'))
    }
    const list = async (filter: Partial<Parameters<typeof selectConnections>[1]>) => {
      const all = { orgId, organizationLevel: false, projectIds: [], limit: 100 }
      return (await selectConnections(kysely(), { ...all, ...filter })).map(({ name }) => name)
    }
    expect(await list({ organizationLevel: true })).toEqual(['a', 'b-1', 'b10', 'b2'])
    expect(await list({ organizationLevel: true, limit: 3 })).toEqual(['a', 'b-1', 'b10'])
    expect(await list({ organizationLevel: true, app: 'heroku' })).toEqual(['a', 'b-1', 'b10'])
    expect(await list({ projectIds: [a] })).toEqual(['in-a'])
    expect(await list({ organizationLevel: true, projectIds: [b, a] })).toHaveLength(6)
    expect(await list({})).toEqual([])
    expect(await list({ orgId: await newOrganization(kysely()), organizationLevel: true, projectIds: [a] })).toEqual([])
  })

  it('read and delete nothing of another organization', async () => {
    const orgId = await newOrganization(kysely())
    const other = await newOrganization(kysely())
    const { id } = await insertConnection(kysely(), connectionRow(orgId), eventRow(orgId, 'create'))
    expect(await selectConnection(kysely(), other, id)).toBeUndefined()
    expect(await deleteConnection(kysely(), { orgId: other, id }, eventRow(other, 'remove'))).toBeUndefined()
    expect(await selectConnection(kysely(), orgId, id)).toMatchObject({ id })
  })

  it('delete a connection with its event once, and leave no event where it is gone already', async () => {
    const orgId = await newOrganization(kysely())
    const row = await insertConnection(kysely(), connectionRow(orgId), eventRow(orgId, 'create'))
    const events = Array.from({ length: 4 }, () => eventRow(orgId, 'remove'))
    const removed = await Promise.all(events.map((event) => deleteConnection(kysely(), { orgId, id: row.id }, event)))
    expect(removed.filter((found) => found !== undefined)).toEqual([
      { ...row, deleted_at: expect.any(Date), leased: false },
    ])
    const winner = events[removed.findIndex((found) => found !== undefined)]
    const written = (await eventsOf(orgId)).filter(({ action }) => action === 'remove')
    expect(written).toEqual([{ ...winner, detail: { name: 'main' } }])
    expect(await deleteConnection(kysely(), { orgId, id: randomUUID() }, eventRow(orgId, 'remove'))).toBeUndefined()
    expect(await eventsOf(orgId)).toHaveLength(2)
  })

  it('keep the connection where the event of its deletion cannot be written', async () => {
    const orgId = await newOrganization(kysely())
    const event = eventRow(orgId, 'create')
    const { id } = await insertConnection(kysely(), connectionRow(orgId), event)
    await expect(deleteConnection(kysely(), { orgId, id }, event)).rejects.toThrow('audit_events_pkey')
    expect(await selectConnection(kysely(), orgId, id)).toMatchObject({ id })
  })
})
