import { randomUUID } from 'node:crypto'
import type { Database } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { newOrganization } from './admin.ts'
import { siteUrl, useServer } from './running-server.ts'

const path = '/api/v1/app-connections/heroku'
const idOf = z.object({ appConnection: z.object({ id: z.uuid() }) })

/** Every statement sent to the database while `act` runs, BEGIN and COMMIT included. */
async function statementsOf({ pools }: Database, act: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = []
  const clients = new Set<{ query: unknown }>()
  const note = (args: readonly unknown[]) => {
    const [query] = args
    statements.push(typeof query === 'string' ? query : `${z.object({ text: z.string() }).parse(query).text}`)
  }
  const restore: (() => void)[] = []
  const watch = (client: { query: (...args: never[]) => unknown }) => {
    if (clients.has(client)) return
    clients.add(client)
    const spy = vi.spyOn(client, 'query')
    const counted = spy.mock.calls
    restore.push(() => {
      for (const call of counted) note(call)
      spy.mockRestore()
    })
  }
  for (const pool of pools) pool.on('acquire', watch)
  try {
    await act()
  } finally {
    for (const pool of pools) pool.off('acquire', watch)
    for (const undo of restore) undo()
  }
  return statements
}

describe.each(engines)('round trips to the database on %s with the sandbox', (engine) => {
  // Without limits, which reserve a tenth of a minute's calls at a time and are measured elsewhere.
  const server = useServer({ engine })
  let token: string
  let nobody: string
  let email: string

  async function create(name: string): Promise<string> {
    const body = { method: 'auth-token', name, credentials: { authToken: await server().mint() } }
    const answer = await server().call('POST', path, { token, body })
    expect(answer.status, answer.text).toBe(200)
    return idOf.parse(answer.body).appConnection.id
  }

  beforeAll(async () => {
    const { admin, tokens } = await newOrganization(server())
    token = tokens.admin
    nobody = tokens.nobody
    email = admin.email
    // Now the organization's data key is in memory.
    await create('warm')
  })

  it('of a create over REST are three: caller with roles, name free, row with event', async () => {
    const statements = await statementsOf(server().database, () => create('counted'))
    expect(statements).toEqual([
      expect.stringContaining('from access_tokens'),
      expect.stringMatching(/^select .* from "connections"/),
      expect.stringMatching(/^with "written" as \(insert into "connections" .*insert into "audit_events"/s),
    ])
  })

  it('of a read by id are two', async () => {
    const id = await create('read')
    const statements = await statementsOf(server().database, () => server().call('GET', `${path}/${id}`, { token }))
    expect(statements).toEqual([
      expect.stringContaining('from access_tokens'),
      expect.stringMatching(/^select .* from "connections"/),
    ])
  })

  it('of a list in any order are two, and of a deletion three', async () => {
    const id = await create('deleted')
    const list = await statementsOf(server().database, () => server().call('GET', path, { token }))
    expect(list).toHaveLength(2)
    const inOrder = await statementsOf(server().database, () =>
      server().call('GET', `${path}?sort=lastSuccessAt&direction=desc&limit=5`, { token }),
    )
    expect(inOrder).toHaveLength(2)
    const deletion = await statementsOf(server().database, () => server().call('DELETE', `${path}/${id}`, { token }))
    expect(deletion).toHaveLength(3)
  })

  it('of a use are three and one after it, however many grants there are: caller, connection, use with event', async () => {
    const id = await create('used')
    const { kysely } = server().database
    const machine = await kysely.selectFrom('identities').select('id').where('name', '=', 'admin').executeTakeFirst()
    const grant = { subject: { type: 'identity', id: machine?.id }, actions: ['apps:read'] }
    expect((await server().call('POST', `${path}/${id}/grants`, { token, body: grant })).status).toBe(200)
    let uses = 0
    const ended = () => kysely.selectFrom('audit_events').select('req_id').where('outcome', '=', 'success')
    async function use(): Promise<void> {
      expect((await server().call('GET', `${path}/${id}/proxy/apps`, { token })).status).toBe(200)
      uses += 1
      const all = () => ended().where('action', '=', 'appConnections.use').execute()
      await expect.poll(async () => (await all()).length, { timeout: 10_000 }).toBe(uses)
    }
    // The first one reads the grants.
    await use()
    const counted = async () => {
      const statements = await statementsOf(server().database, use)
      return statements.filter((statement) => !statement.startsWith('select "req_id"'))
    }
    // Those of one connection of the pool come one after the other, so their order here says nothing.
    const kinds = [
      'from access_tokens t',
      '"credentials", "grants_version"',
      'with recursive chain',
      'json_to_recordset',
    ]
    // On a slow machine a credential that was read a tenth of a second ago is read again, though not always.
    const few = { timeout: 20_000 }
    const kindOf = (text: string) => kinds.find((kind) => text.includes(kind)) ?? text
    await expect.poll(async () => (await counted()).map(kindOf).toSorted(), few).toEqual(kinds.toSorted())
  })

  it('before the answer are as many for what a caller may not know as for what is not there', async () => {
    const hidden = await create('hidden')
    const answered = async (id: string) => {
      let status = 0
      const statements = await statementsOf(server().database, async () => {
        status = (await server().call('GET', `${path}/${id}`, { token: nobody })).status
      })
      expect(status).toBe(404)
      return statements
    }
    const events = () =>
      server().database.pool.query(`select 1 from audit_events where target_id = $1 and outcome = 'denied'`, [hidden])
    // What follows an answer does so a tenth of a second later: a slow machine may see it come too early, though not always.
    const few = { timeout: 10_000 }
    await expect.poll(async () => (await answered(hidden)).length, few).toBe(2)
    await expect.poll(async () => (await answered(randomUUID())).length, few).toBe(2)
    await expect.poll(async () => (await events()).rowCount, few).toBeGreaterThan(0)
  })

  it('before the answer are as many for a sign-in of an account as of none', async () => {
    const { pool } = server().database
    const answered = async (address: string) => {
      await pool.query('delete from wrong_passwords')
      let text = ''
      const statements = await statementsOf(server().database, async () => {
        const body = { email: address, password: 'not the password' }
        text = (await server().call('POST', '/api/auth/sign-in/email', { body, headers: { origin: siteUrl } })).text
      })
      // The same follows either answer; it is over before the next is counted.
      const follows = async () => (await pool.query('select 1 from wrong_passwords')).rowCount
      await expect.poll(follows, { timeout: 30_000 }).toBe(1)
      const before = statements.filter((statement) => !statement.includes('wrong_passwords'))
      return { text, statements: before.map((statement) => statement.trim().split(/\s/, 1)[0]) }
    }
    const known = await answered(email)
    expect(known.text).toContain('INVALID')
    expect(await answered(`${randomUUID()}@example.com`)).toEqual(known)
  })

  it('of a call with a malformed token are none', async () => {
    const statements = await statementsOf(server().database, () => server().call('GET', path, { token: 'nonsense' }))
    expect(statements).toEqual([])
  })

  it('are counted also inside a transaction', async () => {
    const { kysely } = server().database
    const statements = await statementsOf(server().database, () =>
      kysely.transaction().execute((trx) => trx.selectFrom('organizations').select('id').execute()),
    )
    expect(statements).toEqual(['begin', expect.stringContaining('"organizations"'), 'commit'])
  })
})
