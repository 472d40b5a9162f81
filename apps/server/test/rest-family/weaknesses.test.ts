import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { errorOf } from '../http.ts'
import { callsAtHeroku, connectionOf, connectionsPath, insertRow, newConnection, newInput } from './connections.ts'
import { type Family, useFamily } from './family.ts'

type Check = (family: Family) => Promise<void>

/** Weaknesses of OAuth, of refreshing and of their pages, which no call here concerns. */
const ofOAuth = ['W1', 'W2', 'W3', 'W5', 'W6', 'W7', 'W9', 'W11', 'W13', 'W15']

const named = async (family: Family, name: string) =>
  family.db.selectFrom('connections').select('id').where('name', '=', name).where('org_id', '=', family.orgId).execute()

/** The weaknesses of the compared API that concern these calls, and what must hold here. */
const weaknesses: [string, string, Check][] = [
  [
    'W4',
    'an error of Heroku is an error, never an empty list of apps',
    async (family) => {
      const { token, id: authorization } = await family.server.sandbox.control.mintToken()
      const { id } = await newConnection(family, 'w4', { credentials: { authToken: token } })
      await family.server.sandbox.control.revokeToken(authorization)
      expect(errorOf(await family.rest('GET', `${connectionsPath}/${id}/apps`)).statusCode).toBe(400)
    },
  ],
  [
    'W8',
    'every page of Heroku’s list of apps is read',
    async (family) => {
      const made = await family.server.sandbox.control.addApps({ count: 250, prefix: 'w8' })
      const { id } = await newConnection(family, 'w8')
      const { text } = await family.rest('GET', `${connectionsPath}/${id}/apps`)
      expect(made.filter((app) => !text.includes(app.id))).toEqual([])
    },
  ],
  [
    'W10',
    'a token needs no prefix, is accepted again in an update, and no sentence has half a quote',
    async (family) => {
      const { token } = await family.server.sandbox.control.mintToken({ shape: 'uuid' })
      family.server.secrets.add(token)
      const credentials = { authToken: token }
      const { id } = await newConnection(family, 'w10', { credentials })
      expect(
        connectionOf(await family.rest('PATCH', `${connectionsPath}/${id}`, { body: { credentials } })).version,
      ).toBe(2)
      const { text } = await family.rest('POST', connectionsPath, {
        body: { method: 'auth-token', name: 'w', credentials: {} },
      })
      expect((text.match(/'/g) ?? []).length % 2).toBe(0)
    },
  ],
  [
    'W12',
    'an outage of Heroku is 502 or 503 and not the caller’s fault, in sentences of ours',
    async (family) => {
      const { control } = family.server.sandbox
      const body = await newInput(family, 'w12')
      for (const [effect, status] of [
        [{ kind: 'status', status: 500, message: 'their-own-words' }, 502],
        [{ kind: 'reset' }, 502],
        [{ kind: 'rate-limit' }, 503],
      ] as const) {
        await control.setFault({ effect })
        const answer = await family.rest('POST', connectionsPath, { body })
        expect(errorOf(answer).statusCode).toBe(status)
        expect(answer.text).not.toMatch(/their-own-words|ECONN|socket|undici|status code/i)
      }
    },
  ],
  [
    'W14',
    'a Heroku that hangs is 504 by the deadline of 10 s, on every call that asks it',
    async (family) => {
      const { id } = await newConnection(family, 'w14')
      const [first, second] = [await newInput(family, 'w14-new'), await family.server.mint()]
      await family.server.sandbox.control.setFault({ times: null, effect: { kind: 'hang' } })
      const started = Date.now()
      const answers = await Promise.all([
        family.rest('POST', connectionsPath, { body: first }),
        family.rest('PATCH', `${connectionsPath}/${id}`, { body: { credentials: { authToken: second } } }),
        family.rest('GET', `${connectionsPath}/${id}/apps`),
      ])
      await family.server.sandbox.control.clearFaults()
      expect(Date.now() - started).toBeLessThan(14_000)
      for (const answer of answers) expect(errorOf(answer)).toMatchObject({ statusCode: 504, error: 'GatewayTimeout' })
      expect(await named(family, 'w14-new')).toEqual([])
    },
  ],
  [
    'W16',
    'PATCH asks which app a connection is of, after the right to it; another organization’s id is an unknown one',
    async (family) => {
      const id = await insertRow(family, { name: 'w16', app: 'fly' })
      const elsewhere = await (await family.organization()).machine({ organization: 'admin' })
      const patch = { body: { name: 'w16-renamed' } }
      expect(errorOf(await family.rest('PATCH', `${connectionsPath}/${id}`, patch)).statusCode).toBe(400)
      expect(
        errorOf(await family.rest('PATCH', `${connectionsPath}/${id}`, { ...patch, as: elsewhere })),
      ).toMatchObject({
        statusCode: 404,
        message: `Could not find App Connection with ID ${id}`,
      })
      expect(await named(family, 'w16')).toEqual([{ id }])
    },
  ],
  [
    'W17',
    'what is refused and what opens a credential is on record, and no event means no write',
    async (family) => {
      const { id } = await newConnection(family, 'w17')
      const member = await family.machine({ organization: 'member' })
      await family.rest('GET', `${connectionsPath}/${id}/apps`)
      await family.rest('POST', connectionsPath, { body: await newInput(family, 'w17-denied'), as: member })
      const refused = { ...(await newInput(family, 'w17-refused')), credentials: { authToken: `HRKU-${randomUUID()}` } }
      await family.rest('POST', connectionsPath, { body: refused })
      const events = await family.query(
        `select action || ' ' || outcome as event from audit_events where org_id = $1 and (target_id = $2 or actor_id = $3
          or outcome = 'refused')`,
        [family.orgId, id, member.id],
      )
      expect(events.map(({ event }) => event)).toEqual(
        expect.arrayContaining([
          'appConnections.create success',
          'appConnections.apps success',
          'appConnections.create denied',
          'appConnections.create refused',
        ]),
      )
      await family.query('alter table audit_events rename to away')
      const answer = await family.rest('POST', connectionsPath, { body: await newInput(family, 'w17-unrecorded') })
      await family.query('alter table away rename to audit_events')
      expect(answer.status).toBe(500)
      expect(await named(family, 'w17-unrecorded')).toEqual([])
    },
  ],
  [
    'W18',
    'a taken name is refused before Heroku is asked, and a key makes a call repeatable',
    async (family) => {
      await newConnection(family, 'w18')
      const body = await newInput(family, 'w18')
      await family.server.sandbox.control.clearRequests()
      expect(errorOf(await family.rest('POST', connectionsPath, { body })).statusCode).toBe(400)
      expect(await callsAtHeroku(family)).toBe(0)
      const once = { body: { ...body, name: 'w18-once' }, headers: { 'idempotency-key': randomUUID() } }
      const [one, two] = [
        await family.rest('POST', connectionsPath, once),
        await family.rest('POST', connectionsPath, once),
      ]
      expect(connectionOf(one)).toEqual(connectionOf(two))
    },
  ],
  [
    'W19',
    'a list opens nothing: a row that cannot be read breaks neither it nor the others; lists page',
    async (family) => {
      const good = await newConnection(family, 'w19-good')
      const bad = await insertRow(family, { name: 'w19-bad', credentials: Buffer.from('damaged') })
      const list = await family.rest('GET', connectionsPath)
      expect([list.status, list.text.includes(good.id), list.text.includes(bad)]).toEqual([200, true, true])
      expect((await family.rest('GET', `${connectionsPath}/${bad}`)).status).toBe(200)
      expect((await family.rest('GET', `${connectionsPath}?limit=1`)).body).toHaveProperty('nextCursor')
    },
  ],
  [
    'W20',
    'rights in the organization show nothing of a project',
    async (family) => {
      const { projectId } = family
      const { id } = await newConnection(family, 'w20', { projectId })
      const admin = await family.machine({ organization: 'admin' })
      expect((await family.rest('GET', connectionsPath, { as: admin })).text).not.toContain(id)
      for (const path of [`${connectionsPath}?projectId=${projectId}`, `${connectionsPath}/${id}`]) {
        expect(errorOf(await family.rest('GET', path, { as: admin })).statusCode).toBe(404)
      }
    },
  ],
  [
    'W21',
    'version moves with the credential, and its health is shown',
    async (family) => {
      const made = await newConnection(family, 'w21')
      const credentials = { authToken: await family.server.mint() }
      const changed = connectionOf(
        await family.rest('PATCH', `${connectionsPath}/${made.id}`, { body: { credentials } }),
      )
      expect([made.version, changed.version]).toEqual([1, 2])
      expect(changed).toMatchObject({ health: { status: 'healthy', lastSuccessAt: expect.any(String) } })
    },
  ],
  [
    'W22',
    'malformed JSON is 400, too much 413, another type 415: none is 500',
    async (family) => {
      const post = async (body: string, type = 'application/json') =>
        errorOf(await family.rest('POST', connectionsPath, { body, headers: { 'content-type': type } })).statusCode
      expect(await post('{')).toBe(400)
      expect(await post('{"__proto__": 1, "method": ')).toBe(400)
      expect(await post(JSON.stringify({ name: 'x'.repeat(1_100_000) }))).toBe(413)
      expect(await post('<xml/>', 'application/xml')).toBe(415)
      expect(await post('text', 'text/plain')).toBe(415)
    },
  ],
  [
    'W23',
    'a description of 256 characters is stored, and an empty project id is 422',
    async (family) => {
      const description = 'd'.repeat(256)
      expect((await newConnection(family, 'w23', { description })).description).toBe(description)
      const empty = await family.rest('POST', connectionsPath, {
        body: await newInput(family, 'w23-x', { projectId: '' }),
      })
      expect(errorOf(empty).statusCode).toBe(422)
    },
  ],
  [
    'W24',
    'a project that holds connections is not deleted with them',
    async (family) => {
      const { projectId } = family
      const { id } = await newConnection(family, 'w24', { projectId })
      expect((await family.trpc('projects.remove', { projectId })).status).toBe(400)
      expect((await family.rest('GET', `${connectionsPath}/${id}`)).status).toBe(200)
    },
  ],
  [
    'W25',
    'limits are on unless switched off, on every installation',
    async () => {
      expect(readConfig({}).RATE_LIMITS).toBe('on')
    },
  ],
]

describe.each(engines)('the weaknesses that must be absent, on %s with the sandbox', (engine) => {
  const family = useFamily(engine)

  it.each(weaknesses)('%s: %s', { timeout: 60_000 }, async (_number, _sentence, check) => {
    await check(family())
  })
})

it('every weakness from W1 to W25 is either tested here or one of OAuth', () => {
  const numbers = [...ofOAuth, ...weaknesses.map(([number]) => number)].map((number) => Number(number.slice(1)))
  expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1))
})
