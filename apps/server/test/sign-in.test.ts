import { randomBytes } from 'node:crypto'
import { createDb } from '@app-connections/db'
import { emptyDatabase, engines } from '@app-connections/db/testing/engines'
import { betterAuth } from 'better-auth'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import * as z from 'zod'
import { type Admin, cookiesOf, setUp, signIn } from './admin.ts'
import { type Answer, errorOf } from './http.ts'
import { dataOf, newAccount, siteUrl, useServer } from './running-server.ts'

/** The routes that DESIGN.md allows. Everything else of better-auth answers 404. */
const allowed = [
  'POST /sign-in/email',
  'POST /sign-out',
  'GET /get-session',
  'GET /list-sessions',
  'POST /revoke-session',
  'POST /revoke-other-sessions',
  'POST /change-password',
]

/** The path of every route that better-auth registers, for any method. */
async function registeredPaths(): Promise<string[]> {
  const empty = await emptyDatabase('PGlite')
  const database = await createDb(empty.target)
  onTestFinished(async () => {
    await database.close()
    await empty.remove()
  })
  const auth = betterAuth({
    database: { db: database.kysely.withSchema('auth'), type: 'postgres' },
    baseURL: siteUrl,
    basePath: '/api/auth',
    secret: randomBytes(32).toString('base64'),
    emailAndPassword: { enabled: true },
    telemetry: { enabled: false },
  })
  const paths = Object.values(auth.api).flatMap((endpoint) => {
    const { data } = z.object({ path: z.string() }).safeParse({ path: Reflect.get(endpoint, 'path') })
    return data === undefined ? [] : [data.path]
  })
  return [...new Set(paths)]
}

describe.each(engines)('signing in on %s', (engine) => {
  const server = useServer({ engine, variables: { TRUST_PROXY: '127.0.0.1' } })
  let admin: Admin
  beforeAll(async () => {
    admin = await setUp(server())
  })
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    server().call('POST', `/api/auth${path}`, { body, headers: { origin: siteUrl, ...headers } })
  const isAlive = async (cookie: string) =>
    (await server().call('GET', '/api/trpc/session.whoAmI', { headers: { cookie } })).status === 200

  it('is all that better-auth does here: every other route it registers answers 404', async () => {
    const paths = await registeredPaths()
    expect(paths.length).toBeGreaterThan(20)
    expect(paths).toEqual(expect.arrayContaining(['/sign-up/email', '/sign-in/social', '/update-user', '/delete-user']))
    for (const path of new Set([
      ...paths,
      '/sign-up',
      '/sign-up/email/',
      '/admin/list-users',
      '/ok/../sign-up/email',
    ])) {
      const address = path.replaceAll(/:\w+/g, 'x')
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
        const isAllowed = allowed.includes(`${method} ${address}`)
        const body = method === 'GET' ? {} : { body: {} }
        const answer = await server().call(method, `/api/auth${address}`, {
          ...body,
          headers: { origin: siteUrl, cookie: path === '/sign-out' ? '' : admin.cookie },
        })
        if (isAllowed) expect(answer.status, `${method} ${address}`).not.toBe(404)
        else expect(errorOf(answer), `${method} ${address}`).toMatchObject({ statusCode: 404, error: 'NotFound' })
      }
    }
  })

  it('gives the same answer for an unknown address and a wrong password, and no cookie', async () => {
    const cookie = await signIn(server(), admin)
    expect(await isAlive(cookie)).toBe(true)
    const wrong = await post('/sign-in/email', { email: admin.email, password: 'not the password' })
    const unknown = await post('/sign-in/email', newAccount())
    expect(wrong.status).toBe(401)
    expect([unknown.status, unknown.text]).toEqual([wrong.status, wrong.text])
    expect(
      [...wrong.headers.getSetCookie(), ...unknown.headers.getSetCookie()].filter(
        (line) => line.includes('session_token=') && !line.includes('Max-Age=0'),
      ),
    ).toEqual([])
  })

  it('asks for our own origin and for JSON', async () => {
    const account = { email: admin.email, password: admin.password }
    for (const headers of [{ origin: 'https://evil.example' }, { origin: '' }, { 'content-type': 'text/plain' }]) {
      expect(errorOf(await post('/sign-in/email', account, { ...headers })).statusCode).toBe(403)
    }
    expect(errorOf(await post('/sign-in/email', '{"email":')).statusCode).toBe(400)
    for (const body of [{}, { email: 5, password: [] }, [], 'null', { email: { $ne: 1 }, password: 'x' }]) {
      const { status } = await post('/sign-in/email', body)
      expect(status, JSON.stringify(body)).toBeGreaterThanOrEqual(400)
      expect(status, JSON.stringify(body)).toBeLessThan(500)
    }
  })

  it('ends with signing out, for that session alone', async () => {
    const [first, second] = [await signIn(server(), admin), await signIn(server(), admin)]
    expect((await post('/sign-out', {}, { cookie: first })).status).toBe(200)
    expect(await isAlive(first)).toBe(false)
    expect(await isAlive(second)).toBe(true)
  })

  it('leaves an event before the call and one with its outcome', async () => {
    const email = newAccount().email
    const invited = dataOf(await admin.mutate('invitations.create', { email, role: 'admin' }))
    const { token } = z.object({ token: z.string() }).parse(invited)
    server().secrets.add(token)
    const account = { email, password: newAccount().password }
    server().secrets.add(account.password)
    await server().call('POST', '/api/trpc/invitations.accept', {
      body: { token, name: 'Grace', password: account.password },
    })
    const cookie = await signIn(server(), account)
    await post('/sign-in/email', { email, password: 'not the password' })
    await post('/change-password', { currentPassword: 'wrong', newPassword: 'another long password' }, { cookie })
    await post('/sign-out', {}, { cookie })
    await post('/sign-in/email', { email: `x${email}`, password: 'not the password' })
    // Nobody is signed in, and an address in the body makes nobody the actor.
    await post('/sign-out', { email })
    const { rows } = await server().database.pool.query(
      `select action || ' ' || outcome || ' by ' || actor_type as event from audit_events e
        join auth."user" u on u.id = e.target_id
        where u.email = $1 and action like 'session.%' order by e.at, e.id`,
      [email],
    )
    const events = rows.map(({ event }) => event)
    expect(events).toEqual([
      'session.signIn attempted by anonymous',
      'session.signIn success by person',
      'session.signIn attempted by anonymous',
      'session.signIn failed by anonymous',
      'session.changePassword attempted by person',
      'session.changePassword failed by person',
      'session.signOut attempted by person',
      'session.signOut success by person',
    ])
  })

  it('waits for whoever guesses at one account, from wherever; the owner gets in, and others are not affected', async () => {
    const invited = dataOf(await admin.mutate('invitations.create', { email: newAccount().email, role: 'member' }))
    const { token, email } = z.object({ token: z.string(), email: z.string() }).parse(invited)
    const { password } = newAccount()
    for (const secret of [token, password]) server().secrets.add(secret)
    await server().call('POST', '/api/trpc/invitations.accept', { body: { token, name: 'Grace', password } })
    const [, known = ''] = cookiesOf(await post('/sign-in/email', { email, password }))
    const from = (index: number) => ({ 'x-forwarded-for': `203.0.113.${index}` })
    const wrong = { email, password: 'not the password' }
    const answers: Answer[] = []
    for (let index = 1; index <= 100; index++) answers.push(await post('/sign-in/email', wrong, from(index)))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401))
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(80)
    const braked = answers.find(({ status }) => status === 429)
    expect(braked && errorOf(braked)).toMatchObject({ code: 'tooManyPasswords', error: 'RateLimitExceeded' })
    for (const { status, headers } of answers) {
      if (status === 429) expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
      if (status === 429) expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60)
    }
    // Even the right password waits from an unknown browser. The mark of another account, or a forged one, does not help.
    const [, others = ''] = cookiesOf(await post('/sign-in/email', { email: admin.email, password: admin.password }))
    await server().database.pool.query(`update password_turns set next_at = now() + interval '1 minute'`)
    for (const cookie of ['', others, known.replace(/(browser=[^.]+\.\d)/, '$11')]) {
      expect((await post('/sign-in/email', { email, password }, { cookie })).status).toBe(429)
    }
    expect((await post('/sign-in/email', { email, password }, { cookie: known })).status).toBe(200)
    expect((await post('/sign-in/email', { email: admin.email, password: admin.password })).status).toBe(200)

    const { rows } = await server().database.pool.query(
      `select e.detail from audit_events e join auth."user" u on u.id = e.target_id
        where u.email = $1 and e.action = 'session.wrongPasswords' and e.actor_type = 'anonymous' and e.org_id = $2`,
      [email, admin.orgId],
    )
    expect(rows).toEqual([{ detail: { wrong: 10 } }])
  })

  it('gives a known browser and a session no more guesses than anybody', async () => {
    const account = { email: admin.email, password: admin.password }
    const cookie = cookiesOf(await post('/sign-in/email', account)).join('; ')
    const change = { currentPassword: 'wrong', newPassword: 'another long password' }
    const guesses = [
      () => post('/sign-in/email', { ...account, password: 'not the password' }, { cookie }),
      () => post('/change-password', change, { cookie }),
    ]
    for (const guess of guesses) {
      const statuses = []
      for (let count = 0; count < 14; count++) statuses.push((await guess()).status)
      expect(statuses.slice(0, 10)).not.toContain(429)
      expect(statuses).toContain(429)
    }
    expect((await post('/sign-in/email', account)).status).toBe(200)
  })

  it('ends everywhere else when the password is changed, unless the body says otherwise', async () => {
    const account = { email: admin.email, password: admin.password }
    const [first, second, third] = [
      await signIn(server(), account),
      await signIn(server(), account),
      await signIn(server(), account),
    ]
    const change = { currentPassword: account.password, newPassword: account.password }
    const kept = await post('/change-password', { ...change, revokeOtherSessions: false }, { cookie: first })
    expect(kept.status, kept.text).toBe(200)
    expect(await isAlive(second)).toBe(true)
    expect((await post('/change-password', change, { cookie: second })).status).toBe(200)
    expect([await isAlive(first), await isAlive(third)]).toEqual([false, false])
    admin = { ...admin, cookie: await signIn(server(), account) }
  })

  it('is 503, and makes no session, where its event cannot be written', async () => {
    const { pool } = server().database
    const sessions = async () => (await pool.query('select count(*)::int as n from auth.session')).rows[0]
    const before = await sessions()
    await pool.query('alter table audit_events rename to audit_events_away')
    try {
      const answer = await post('/sign-in/email', { email: admin.email, password: admin.password })
      expect(answer.headers.getSetCookie()).toEqual([])
      expect(errorOf(answer)).toMatchObject({ statusCode: 503, error: 'ServiceUnavailable' })
    } finally {
      await pool.query('alter table audit_events_away rename to audit_events')
    }
    expect(await sessions()).toEqual(before)
  })
})
