import type { Database } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { newOrganization } from './admin.ts'
import { useServer } from './running-server.ts'

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

  async function create(name: string): Promise<string> {
    const body = { method: 'auth-token', name, credentials: { authToken: await server().mint() } }
    const answer = await server().call('POST', path, { token, body })
    expect(answer.status, answer.text).toBe(200)
    return idOf.parse(answer.body).appConnection.id
  }

  beforeAll(async () => {
    token = (await newOrganization(server())).tokens.admin
    // Now the organization's data key is in memory.
    await create('warm')
  })

  it('of a create over REST are three: caller with roles, name free, row with event', async () => {
    const statements = await statementsOf(server().database, () => create('counted'))
    expect(statements).toEqual([
      expect.stringContaining('from access_tokens'),
      expect.stringMatching(/^select .* from "connections"/),
      expect.stringMatching(/^with "event" as \(insert into "audit_events"/),
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
