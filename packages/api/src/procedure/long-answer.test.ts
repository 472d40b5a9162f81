import { randomUUID } from 'node:crypto'
import { insertIdentity, type Queryable } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import { connectionSchema } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { fill, watching } from '../../test/connections.ts'
import { newOrganization } from '../../test/organization.ts'
import { refusal, useServices } from '../../test/services.ts'
import { type Caller, callProcedure, createTurnsOfProcess, type ProcedurePath, type Services } from '../index.ts'

const page = z.object({ appConnections: z.array(connectionSchema.or(z.object({ name: z.string() }))) })
const named = z.array(z.object({ name: z.string() }))

/** Records how many rows each statement returned, and with how many columns. */
function measured(original: Queryable) {
  const results: { rows: number; columns: number }[] = []
  const db = watching(original, (rows) => {
    results.push({ rows: rows.length, columns: Object.keys(rows[0] ?? {}).length })
  })
  return { db, results }
}

describe.each(engines)('a long answer on %s', (engine) => {
  const test = useServices(engine)

  async function organizationOf(rows: number) {
    const { services } = test()
    const organization = await newOrganization(services)
    const admin = await organization.person({ organization: 'admin' })
    await fill(test().database, organization.id, rows)
    return { organization, admin }
  }
  /** The services, with a count of the calls charged to an organization. */
  function counted() {
    const charged: number[] = []
    const limits = {
      admit: () => {},
      admitOrganization: (_kind: string, _id: string, calls = 1) => void charged.push(calls),
    }
    const services: Services = { ...test().services, limits, turns: createTurnsOfProcess() }
    return { services, charged }
  }
  function ask(
    services: Services,
    actor: Caller,
    path: ProcedurePath,
    input: object,
    request: { batched?: boolean; answered?: () => Promise<unknown> } = {},
  ) {
    const info = { reqId: 'r', address: '192.0.2.1', userAgent: null, organizationId: null, endpoint: null }
    return callProcedure(
      { services, request: { ...info, admitted: true, ...request }, actor },
      { path, type: 'query', input },
    )
  }

  it('is read a part after the other, with time for others between, and counts as the pages it reads', async () => {
    const { admin } = await organizationOf(1_234)
    const { services, charged } = counted()
    const { db, results } = measured(services.db)
    let turns = 0
    const ticking = setInterval(() => (turns += 1), 0)
    const { appConnections } = page.parse(await ask({ ...services, db }, admin, 'appConnections.list', {}))
    clearInterval(ticking)
    const names = appConnections.map(({ name }) => name)
    expect(names).toHaveLength(1_234)
    expect(names).toEqual(names.toSorted())
    const whole = results.filter(({ columns }) => columns > 10)
    expect(whole.length).toBeGreaterThanOrEqual(13)
    expect(Math.max(...whole.map(({ rows }) => rows))).toBeLessThanOrEqual(101)
    expect(turns).toBeGreaterThan(0)
    // One as for every call, and two for the other pages.
    expect(charged).toEqual([1, 2])
  })

  it('over the limit is refused before its rows are read', async () => {
    const { admin } = await organizationOf(1_234)
    const { services } = counted()
    const { db, results } = measured(services.db)
    const limits = {
      admit(_kind: string, _caller: string | undefined, _address: string, calls = 1) {
        if (calls > 1) throw new Error('over the limit')
      },
      admitOrganization() {},
    }
    await expect(ask({ ...services, db, limits }, admin, 'appConnections.list', {})).rejects.toThrow('over the limit')
    expect(results.filter(({ columns }) => columns > 10)).toHaveLength(1)
  })

  it('of a page with a limit is read in the same way, and its cursor goes on behind it', async () => {
    const { admin } = await organizationOf(460)
    const { services } = counted()
    const { db, results } = measured(services.db)
    const names: string[] = []
    for (let cursor: string | undefined, pages = 0; pages < 3; pages += 1) {
      const input = { limit: 201, ...(cursor === undefined ? {} : { cursor }) }
      const answer = await ask({ ...services, db }, admin, 'appConnections.list', input)
      const read = page.extend({ nextCursor: z.string().optional() }).parse(answer)
      names.push(...read.appConnections.map(({ name }) => name))
      cursor = read.nextCursor
      expect(cursor === undefined).toBe(pages === 2)
    }
    expect(new Set(names).size).toBe(460)
    expect(Math.max(...results.filter(({ columns }) => columns > 10).map(({ rows }) => rows))).toBeLessThanOrEqual(101)
  })

  it('leaves out what is deleted while it is read', async () => {
    const { organization, admin } = await organizationOf(150)
    const { services } = counted()
    const { db } = services
    const deleting = watching(db, async (rows) => {
      if (!('ids' in (rows[0] ?? {}))) return
      const last = db.updateTable('connections').set({ deleted_at: new Date() }).where('name', '=', 'connection-00150')
      await last.where('org_id', '=', organization.id).execute()
    })
    const answer = await ask({ ...services, db: deleting }, admin, 'appConnections.list', {})
    expect(page.parse(answer).appConnections).toHaveLength(149)
  })

  it('of more than a page keeps the organization’s turn until it has been sent', async () => {
    const { admin } = await organizationOf(600)
    const lasting: unknown[] = []
    const longAnswers: Services['turns']['longAnswers'] = { take: (_, work) => work((until) => lasting.push(until)) }
    const { services } = counted()
    const sent = Promise.resolve()
    const turns = { ...services.turns, longAnswers }
    await ask({ ...services, turns }, admin, 'appConnections.list', {}, { answered: () => sent })
    await ask({ ...services, turns }, admin, 'appConnections.list', { limit: 400 }, { answered: () => sent })
    expect(lasting).toEqual([sent])
  })

  it('of what has no pages is bounded alike: what may be connected with, and identities', async () => {
    const { organization, admin } = await organizationOf(501)
    const { services, charged } = counted()
    for (let n = 0; n < 501; n += 1) {
      await insertIdentity(services.db, {
        id: randomUUID(),
        org_id: organization.id,
        name: `machine-${n}`,
        client_id: randomUUID(),
        access_token_ttl: 3_600,
        access_token_max_ttl: 3_600,
      })
    }
    const calls = [
      ['appConnections.available', { app: 'heroku' }],
      ['identities.list', {}],
    ] as const
    for (const [path, input] of calls) {
      charged.length = 0
      expect(named.parse(await ask(services, admin, path, input)), path).toHaveLength(501)
      expect(charged, path).toEqual([1, 1])
      expect(await refusal(ask(services, admin, path, input, { batched: true })), path).toMatchObject({
        statusCode: 400,
        message: expect.stringContaining('request of its own'),
      })
    }
  })

  it('and every other list is read in the turn of the organization’s lists', async () => {
    const { admin } = await organizationOf(1)
    const { services } = counted()
    const taken: string[] = []
    const lists: Services['turns']['lists'] = {
      take: (orgId, work) => {
        taken.push(orgId)
        return work(() => {})
      },
    }
    const calls = [
      ['appConnections.list', { limit: 100 }],
      ['appConnections.list', {}],
      ['appConnections.available', { app: 'heroku' }],
      ['auditEvents.list', { limit: 100 }],
      ['identities.list', {}],
    ] as const
    for (const [path, input] of calls) {
      taken.length = 0
      await ask({ ...services, turns: { ...services.turns, lists } }, admin, path, input)
      expect(taken, path).toHaveLength(1)
    }
  })
})
