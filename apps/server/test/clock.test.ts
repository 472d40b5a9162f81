import { engines } from '@app-connections/db/testing/engines'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { type Admin, newMachine, setUp, signIn } from './admin.ts'
import { dataOf, newAccount, siteUrl, useServer } from './running-server.ts'

const day = 86_400
const path = '/api/v1/app-connections/heroku'

/** What lives for a while, and when its end is by the database's clock, in seconds from now. */
const lives: Record<string, string> = {
  access_tokens: 'expires_at',
  client_secrets: 'expires_at',
  invitations: 'expires_at',
  password_resets: 'expires_at',
  'auth.session': '"expiresAt"',
}

describe.each(engines)('with the clock of the server wrong, on %s', (engine) => {
  const server = useServer({ engine })
  let admin: Admin
  beforeAll(async () => {
    admin = await setUp(server())
  })
  afterEach(() => void vi.useRealTimers())

  async function secondsLeft(table: string): Promise<number[]> {
    const { rows } = await server().database.pool.query(
      `select extract(epoch from ${lives[table]} - now())::int as left from ${table} order by 1`,
    )
    return rows.flatMap((row) => z.object({ left: z.number().nullable() }).parse(row).left ?? [])
  }

  it('a connection that is deleted stays restorable', async () => {
    const body = { method: 'auth-token', name: 'main', credentials: { authToken: await server().mint() } }
    const { token } = await newMachine(server(), admin, 'admin')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 8 * day * 1000 })
    const made = await server().call('POST', path, { token, body })
    expect(made.text).toContain('appConnection')
    const { appConnection } = z.object({ appConnection: z.object({ id: z.uuid() }) }).parse(made.body)
    expect((await server().call('DELETE', `${path}/${appConnection.id}`, { token })).status).toBe(200)
    const { rows } = await server().database.pool.query(
      "select 1 from connections where deleted_at > now() - interval '1 minute' and deleted_at <= now()",
    )
    expect(rows).toHaveLength(1)
  })

  // The clock of PGlite is this process's own.
  it.runIf(engine === 'PostgreSQL')(
    'sign-in serves no session that has ended by the clock of the database',
    async () => {
      const cookie = await signIn(server(), admin)
      const { rows } = await server().database.pool.query(
        `update auth.session set "expiresAt" = now() - interval '1 day' where "createdAt" = (select max("createdAt") from auth.session) returning 1`,
      )
      expect(rows).toHaveLength(1)
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 8 * day * 1000 })
      const headers = { cookie, origin: siteUrl }
      const session = await server().call('GET', '/api/auth/get-session', { headers })
      expect([session.status, session.text]).toEqual([200, 'null'])
      const { password } = admin
      const body = { currentPassword: password, newPassword: newAccount().password }
      expect((await server().call('POST', '/api/auth/change-password', { headers, body })).status).toBe(401)
      expect((await server().call('POST', '/api/auth/revoke-other-sessions', { headers, body: {} })).status).toBe(401)
      expect((await server().call('POST', '/api/auth/sign-out', { headers, body: {} })).status).toBe(200)
    },
  )

  it.each([-8, 8])('by %d days, what is made lives for as long as it says, and works at once', async (days) => {
    for (const table of Object.keys(lives)) await server().database.pool.query(`delete from ${table}`)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * day * 1000 })
    const cookie = await signIn(server(), admin)
    const mutate = (procedure: string, input: unknown) => admin.mutate(procedure, input, { cookie })
    const machine = await newMachine(server(), { ...admin, mutate }, 'admin')
    const { id: identityId } = machine
    const { expiresAt } = z
      .object({ expiresAt: z.iso.datetime() })
      .parse(dataOf(await mutate('accessTokens.createStatic', { identityId, expiresIn: 30 * day })))
    await mutate('clientSecrets.create', { identityId, expiresIn: 2 * day })
    await mutate('invitations.create', { email: newAccount().email, role: 'member' })
    await mutate('people.createPasswordReset', { personId: admin.personId })

    const use = () => server().call('GET', path, { token: machine.token })
    expect((await use()).status).toBe(200)
    expect((await server().call('GET', '/api/trpc/session.whoAmI', { headers: { cookie } })).status).toBe(200)
    const made = {
      access_tokens: [30 * day, 30 * day],
      // The one that the identity logged in with never ends.
      client_secrets: [2 * day],
      invitations: [7 * day],
      password_resets: [day],
      'auth.session': [7 * day],
    }
    for (const [table, wanted] of Object.entries(made)) {
      const left = await secondsLeft(table)
      expect(left.length, table).toBe(wanted.length)
      left.forEach((seconds, index) => {
        expect(Math.abs(seconds - (wanted[index] ?? 0)), `${table} ${seconds}`).toBeLessThan(300)
      })
    }
    const { rows } = await server().database.pool.query('select max(expires_at) as at from access_tokens')
    expect(rows).toEqual([{ at: new Date(expiresAt) }])
  })
})
