import { engines } from '@app-connections/db/testing/engines'
import { appSchema, apps, availableConnectionSchema, connectionSchema } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { errorOf } from '../http.ts'
import { dataOf } from '../running-server.ts'
import { connectionRow, connectionsPath, insertRow, newConnection } from './connections.ts'
import { type Organization, type Somebody, useFamily } from './family.ts'

const page = z.strictObject({ appConnections: z.array(connectionSchema), nextCursor: z.string().optional() })
const offer = z.strictObject({ appConnections: z.array(z.strictObject(availableConnectionSchema.shape)) })

describe.each(engines)('lists of connections on %s with the sandbox', (engine) => {
  const family = useFamily(engine)

  /** An organization of its own with rows in every scope: its own, its project's, and the other project's. */
  async function filled() {
    const organization = await family().organization()
    const { orgId, projectId, otherProjectId } = organization
    const scopes = { 'of-org': null, 'in-shop': projectId, 'in-secret': otherProjectId }
    for (const [name, project_id] of Object.entries(scopes)) {
      await insertRow(family(), { org_id: orgId, project_id, name })
    }
    return organization
  }
  const list = (as: Somebody, query = '', path = connectionsPath) => family().rest('GET', `${path}${query}`, { as })
  async function names(as: Somebody, query = '', path = connectionsPath): Promise<string[]> {
    const answer = await list(as, query, path)
    expect(answer.status, answer.text).toBe(200)
    return page.parse(answer.body).appConnections.map(({ name }) => name)
  }
  const available = async (as: Somebody, query = '') =>
    offer.parse((await list(as, `/available${query}`)).body).appConnections.map(({ name }) => name)

  it.each([connectionsPath, '/api/v1/app-connections'])(
    'show the rows of every scope that may be read, and 403 where there is none: %s',
    async (path) => {
      const organization = await filled()
      const { projectId, otherProjectId } = organization
      const expected: [Parameters<Organization['machine']>[0], string[], string[] | 404][] = [
        [{ organization: 'admin' }, ['of-org'], 404],
        [{ organization: 'member' }, ['of-org'], 404],
        [{ organization: 'admin', project: 'admin' }, ['in-shop', 'of-org'], ['in-shop']],
        [{ organization: 'member', project: 'viewer' }, ['in-shop', 'of-org'], ['in-shop']],
        [{ organization: 'no-access', project: 'viewer' }, ['in-shop'], ['in-shop']],
      ]
      for (const [place, all, inProject] of expected) {
        const machine = await organization.machine(place)
        const title = JSON.stringify(place)
        expect(await names(machine, '', path), title).toEqual(all)
        const ofProject = await list(machine, `?projectId=${projectId}`, path)
        if (inProject === 404) expect(errorOf(ofProject).statusCode, title).toBe(404)
        else
          expect(
            page.parse(ofProject.body).appConnections.map(({ name }) => name),
            title,
          ).toEqual(inProject)
        expect(errorOf(await list(machine, `?projectId=${otherProjectId}`, path)).statusCode, title).toBe(404)
      }
      const nobody = await organization.machine({ organization: 'no-access' })
      expect(errorOf(await list(nobody, '', path))).toMatchObject({
        statusCode: 403,
        details: [{ action: 'read', subject: 'app-connections' }],
      })
    },
  )

  it('show the project of a row, or null, and never another organization', async () => {
    const [one, other] = [await filled(), await filled()]
    const machine = await one.machine({ organization: 'admin', project: 'admin' })
    const { appConnections } = page.parse((await list(machine)).body)
    expect(appConnections.map(({ orgId, projectId, project }) => ({ orgId, projectId, project }))).toEqual([
      {
        orgId: one.orgId,
        projectId: one.projectId,
        project: { id: one.projectId, name: 'Shop', slug: 'shop', type: 'secret-manager' },
      },
      { orgId: one.orgId, projectId: null, project: null },
    ])
    expect(errorOf(await list(machine, `?projectId=${other.projectId}`)).statusCode).toBe(404)
  })

  it('offer what may be connected with: those of the organization, and of the project that is named', async () => {
    const organization = await filled()
    const { orgId, projectId, otherProjectId } = organization
    const named = `?projectId=${projectId}`
    const admin = await organization.machine({ organization: 'admin', project: 'admin' })
    const member = await organization.machine({ organization: 'member', project: 'viewer' })
    const worker = await organization.machine({ organization: 'no-access', project: 'member' })
    const viewer = await organization.machine({ organization: 'no-access', project: 'viewer' })
    expect([await available(admin), await available(admin, named)]).toEqual([['of-org'], ['in-shop', 'of-org']])
    // A viewer of the project may see its connections and not use them.
    expect([await available(member), await available(member, named)]).toEqual([['of-org'], ['of-org']])
    expect(await available(worker, named)).toEqual(['in-shop'])
    for (const [as, query] of [
      [worker, ''],
      [viewer, ''],
      [viewer, named],
    ] as const) {
      expect(errorOf(await list(as, `/available${query}`))).toMatchObject({
        statusCode: 403,
        details: [{ action: 'connect', subject: 'app-connections' }],
      })
    }
    expect(errorOf(await list(admin, `/available?projectId=${otherProjectId}`)).statusCode).toBe(404)
    const [first] = offer.parse((await list(worker, `/available${named}`)).body).appConnections
    expect(first).toEqual({ app: 'heroku', name: 'in-shop', id: first?.id, projectId, orgId })
  })

  it('sort by name in plain byte order, whatever the order of creation', async () => {
    const organization = await family().organization()
    const machine = await organization.machine({ organization: 'admin', project: 'admin' })
    for (const [index, name] of ['b', 'a-10', 'a', '9', 'a-2', '10', 'a10'].entries()) {
      await insertRow(family(), {
        org_id: organization.orgId,
        name,
        project_id: index % 2 ? organization.projectId : null,
      })
    }
    expect(await names(machine)).toEqual(['10', '9', 'a', 'a-10', 'a-2', 'a10', 'b'])
  })

  it('come in pages that join to the whole, with a cursor while more follow, also where names are equal', async () => {
    const organization = await family().organization()
    const { orgId, projectId } = organization
    const machine = await organization.machine({ organization: 'admin', project: 'admin' })
    for (let index = 0; index < 7; index++) {
      await insertRow(family(), { org_id: orgId, name: `n${index}` })
      if (index % 2) await insertRow(family(), { org_id: orgId, name: `n${index}`, project_id: projectId })
    }
    const whole = page.parse((await list(machine)).body)
    expect(whole.appConnections).toHaveLength(10)
    expect(whole.nextCursor).toBeUndefined()
    for (const limit of [1, 3, 5, 9, 10, 500]) {
      const pages = []
      let cursor: string | undefined
      do {
        const next: z.output<typeof page> = page.parse(
          (await list(machine, `?limit=${limit}${cursor === undefined ? '' : `&cursor=${cursor}`}`)).body,
        )
        pages.push(next.appConnections)
        cursor = next.nextCursor
      } while (cursor !== undefined)
      expect(pages.flat(), `limit ${limit}`).toEqual(whole.appConnections)
      expect(
        pages
          .map(({ length }) => length)
          .slice(0, -1)
          .every((length) => length === limit),
      ).toBe(true)
      expect(pages).toHaveLength(Math.ceil(10 / limit))
    }
    const { nextCursor } = page.parse((await list(machine, '?limit=4')).body)
    expect(await names(machine, `?cursor=${nextCursor}`)).toHaveLength(6)
  })

  it('answer 422 to a limit that is none, and 400 to a cursor that is not ours', async () => {
    for (const limit of ['0', '501', '-1', '1.5', 'ten', '', '1e9', '99999999999999999999', 'NaN', '1&limit=2']) {
      expect(errorOf(await list(family().admin, `?limit=${limit}`)), limit).toMatchObject({
        statusCode: 422,
        message: [{ path: ['limit'] }],
      })
    }
    const forged = (keys: unknown) => Buffer.from(JSON.stringify(keys)).toString('base64url')
    const uuid = '00000000-0000-4000-8000-000000000000'
    for (const cursor of [
      'x',
      forged([]),
      forged(['a']),
      forged(['a', 'b']),
      forged([1, uuid]),
      forged(['a', uuid, 'c']),
      forged({ 0: 'a', 1: uuid }),
      forged(null),
      // Text that PostgreSQL cannot hold.
      forged(['a\u0000', uuid]),
    ]) {
      expect(errorOf(await list(family().admin, `?cursor=${cursor}`)), cursor).toMatchObject({
        statusCode: 400,
        message: 'cursor is not one that this service gave: start again without it',
      })
    }
    for (const cursor of ['', 'x'.repeat(513)]) {
      expect(errorOf(await list(family().admin, `?cursor=${cursor}`)).statusCode).toBe(422)
    }
    expect(errorOf(await list(family().admin, '?projectId=')).statusCode).toBe(422)
  })

  it('answer 400 beyond 10,000 rows, and page through them', async () => {
    const organization = await family().organization()
    const machine = await organization.machine({ organization: 'admin' })
    const { orgId } = organization
    const insert = async (from: number, to: number) => {
      for (let start = from; start < to; start += 2_000) {
        const rows = Array.from({ length: Math.min(2_000, to - start) }, (_, index) =>
          connectionRow(orgId, { name: `c${String(start + index).padStart(5, '0')}` }),
        )
        await family().db.insertInto('connections').values(rows).execute()
      }
    }
    await insert(0, 10_000)
    expect(await names(machine)).toHaveLength(10_000)
    expect(dataOf(await family().trpc('appConnections.list', {}, machine))).toEqual((await list(machine)).body)
    await insert(10_000, 10_001)
    for (const path of [connectionsPath, '/api/v1/app-connections']) {
      expect(errorOf(await list(machine, '', path))).toMatchObject({
        statusCode: 400,
        message: expect.stringContaining('use limit and cursor'),
      })
    }
    const { appConnections, nextCursor } = page.parse((await list(machine, '?limit=500')).body)
    expect([appConnections.length, appConnections.at(-1)?.name, typeof nextCursor]).toEqual([500, 'c00499', 'string'])
    await family().db.deleteFrom('connections').where('org_id', '=', orgId).execute()
  })

  it('of an app hold that app alone; the list of all apps passes over one that this release does not know', async () => {
    const organization = await family().organization()
    const machine = await organization.machine({ organization: 'admin' })
    await insertRow(family(), { org_id: organization.orgId, name: 'ours' })
    await insertRow(family(), { org_id: organization.orgId, name: 'theirs', app: 'fly', method: 'token' })
    expect(await names(machine)).toEqual(['ours'])
    expect(await names(machine, '', '/api/v1/app-connections')).toEqual(['ours'])
    expect(await available(machine)).toEqual(['ours'])
  })

  it('show what was created, and the apps that can be connected', async () => {
    const created = await newConnection(family(), 'made-over-rest')
    const { etag: _etag, ...shown } = created
    expect(page.parse((await list(family().admin)).body).appConnections).toContainEqual(shown)
    const options = await family().rest('GET', '/api/v1/app-connections/options')
    expect(options.body).toEqual({
      appConnectionOptions: appSchema.options
        .map((app) => ({ name: apps[app].name, app, methods: apps[app].methods.map(({ method }) => method) }))
        .toSorted((a, b) => a.name.localeCompare(b.name, 'en')),
    })
    const heroku = { name: 'Heroku', app: 'heroku', methods: ['auth-token', 'oauth'] }
    expect(options.body).toMatchObject({ appConnectionOptions: expect.arrayContaining([heroku]) })
    const nobody = await family().machine({ organization: 'no-access' })
    expect((await list(nobody, '/options', '/api/v1/app-connections')).status).toBe(200)
  })
})
