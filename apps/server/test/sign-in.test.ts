import { randomBytes } from 'node:crypto'
import { createDb } from '@app-connections/db'
import { emptyDatabase, engines } from '@app-connections/db/testing/engines'
import { sessionSchema } from '@app-connections/schemas'
import { betterAuth } from 'better-auth'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import * as z from 'zod'
import { type Admin, cookiesOf, mutations, newMachine, setUp, signIn } from './admin.ts'
import { type Answer, errorOf } from './http.ts'
import { dataOf, newAccount, siteUrl, useServer } from './running-server.ts'

/** The routes that DESIGN.md allows. Everything else of better-auth answers 404. */
const allowed = [
  'POST /sign-in/email',
  'POST /sign-out',
  'GET /get-session',
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
  /** The admin, signed in once more. */
  const again = async (): Promise<Admin> => {
    const cookie = await signIn(server(), admin)
    return { ...admin, cookie, mutate: mutations(server(), cookie) }
  }
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
    const { pool } = server().database
    const guesses = [
      () => post('/sign-in/email', { ...account, password: 'not the password' }, { cookie }),
      () => post('/change-password', change, { cookie }),
    ]
    for (const guess of guesses) {
      expect((await guess()).status).not.toBe(429)
      // As after ten of them; each takes a tenth of a second.
      await pool.query('update password_turns set taken = 10')
      expect((await guess()).status).not.toBe(429)
      await pool.query(`update password_turns set next_at = next_at + interval '1 minute'`)
      expect(errorOf(await guess())).toMatchObject({ statusCode: 429, code: 'tooManyPasswords' })
      await pool.query(`delete from password_turns where budget not like 'account %'`)
    }
    expect((await post('/sign-in/email', account)).status).toBe(200)
  })

  it('reads its cookie as the border does, and in no other way', async () => {
    const { cookie, personId } = admin
    const [name = '', value = ''] = cookie.split(/=(.*)/s)
    const events = async () => {
      const { rows } = await server().database.pool.query(
        `select count(*)::int as n from audit_events where actor_id = $1 and action = 'session.changePassword'`,
        [personId],
      )
      return Number(rows[0]?.n)
    }
    const change = { currentPassword: 'wrong', newPassword: 'another long password' }
    for (const spelt of [`${name}="${value}"`, `${name}X; ${cookie}`, `${name}=%; ${cookie}`, `${name}=x; ${cookie}`]) {
      const [before, { status }] = [await events(), await post('/change-password', change, { cookie: spelt })]
      // Either nobody is signed in, or the attempt has left its events.
      if (status !== 401) expect(await events(), spelt).toBe(before + 2)
      const session = await server().call('GET', '/api/auth/get-session', { headers: { cookie: spelt } })
      expect(session.body === null, spelt).toBe(!(await isAlive(spelt)))
    }
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
    admin = await again()
  })

  it('tells no script a session token, lists sessions by their ids and ends one by its id', async () => {
    const account = { email: admin.email, password: admin.password }
    const signedIn = await post('/sign-in/email', account)
    const [cookie = ''] = cookiesOf(signedIn)
    const headers = { cookie }
    const current = await server().call('GET', '/api/auth/get-session', { headers })
    const listed = await server().call('GET', '/api/trpc/session.list', { headers })
    const tokens = (await server().database.pool.query('select token from auth.session')).rows.map(({ token }) => token)
    expect(tokens.length).toBeGreaterThan(1)
    for (const { status, text } of [signedIn, current, listed]) {
      expect(status).toBe(200)
      for (const token of tokens) expect(text).not.toContain(token)
    }
    expect(current.text).toContain(admin.personId)
    const sessions = z.array(sessionSchema).parse(dataOf(listed))
    expect(sessions.map(({ current }) => current)).toEqual([true, ...Array(sessions.length - 1).fill(false)])
    const other = sessions.find(({ current }) => !current)
    const mutate = mutations(server(), cookie)
    expect((await mutate('session.revoke', { sessionId: other?.id })).status).toBe(200)
    expect((await mutate('session.revoke', { sessionId: other?.id })).status).toBe(404)
    const left = z.array(sessionSchema).parse(dataOf(await server().call('GET', '/api/trpc/session.list', { headers })))
    expect(left).toHaveLength(sessions.length - 1)
    admin = await again()
  })

  it('of longer ago than ten minutes makes no access until the password is given once more; machines are not asked', async () => {
    admin = await again()
    const { pool } = server().database
    const machine = await newMachine(server(), admin, 'admin')
    const other = z.object({ id: z.uuid() }).parse(dataOf(await admin.mutate('identities.create', { name: 'x' })))
    const invitation = { email: newAccount().email, role: 'admin' }
    const minting = [
      ['clientSecrets.create', { identityId: machine.id }],
      ['accessTokens.createStatic', { identityId: machine.id }],
      ['invitations.create', invitation],
      ['people.createPasswordReset', { personId: admin.personId }],
      ['members.set', { scope: 'organization', member: { identityId: other.id }, role: 'admin' }],
    ] as const
    await pool.query(`update auth.session set "provedAt" = now() - interval '601 seconds'`)
    for (const [procedure, input] of minting) {
      const { status, text } = await admin.mutate(procedure, input)
      expect([status, text], procedure).toEqual([403, expect.stringContaining('freshSignInNeeded')])
    }
    const { rowCount } = await pool.query(`select 1 from audit_events where outcome = 'denied' and actor_id = $1`, [
      admin.personId,
    ])
    expect(rowCount).toBe(0)
    expect((await admin.mutate('invitations.create', { ...invitation, role: 'member' })).status).toBe(200)
    const byMachine = { token: machine.token, body: { identityId: machine.id } }
    expect((await server().call('POST', '/api/trpc/clientSecrets.create', byMachine)).status).toBe(200)

    const wrong = await admin.mutate('session.provePassword', { password: 'not the password' })
    expect([wrong.status, wrong.text]).toEqual([400, expect.stringContaining('wrongPassword')])
    expect((await admin.mutate('clientSecrets.create', { identityId: machine.id })).status).toBe(403)
    expect((await admin.mutate('session.provePassword', { password: admin.password })).status).toBe(200)
    for (const [procedure, input] of minting) expect((await admin.mutate(procedure, input)).status, procedure).toBe(200)
  })

  it('takes no new password that is easily guessed, wherever one is set, and says what to change', async () => {
    admin = await again()
    const invited = dataOf(await admin.mutate('invitations.create', { email: newAccount().email, role: 'member' }))
    const { token, email } = z.object({ token: z.string(), email: z.string() }).parse(invited)
    server().secrets.add(token)
    const link = dataOf(await admin.mutate('people.createPasswordReset', { personId: admin.personId }))
    const reset = `${z.object({ url: z.string() }).parse(link).url.split('#')[1]}`
    server().secrets.add(reset)
    const accept = (password: string) =>
      server().call('POST', '/api/trpc/invitations.accept', { body: { token, name: 'Grace', password } })
    const resetTo = (password: string) =>
      server().call('POST', '/api/trpc/people.resetPassword', { body: { token: reset, password } })
    const change = (newPassword: string) =>
      post('/change-password', { currentPassword: admin.password, newPassword }, { cookie: admin.cookie })
    for (const [set, own] of [
      [accept, email],
      [resetTo, admin.email],
      [change, admin.email],
    ] as const) {
      for (const password of ['password1234', 'administrator', own, 'AppConnections1']) {
        const answer = await set(password)
        expect([answer.status, answer.text], password).toEqual([400, expect.stringContaining('guessablePassword')])
      }
      for (const password of ['aaaaaaaaaaaa', 'short']) {
        expect([400, 422], password).toContain((await set(password)).status)
      }
    }
    // Neither link is used up by that.
    const fit = newAccount().password
    server().secrets.add(fit)
    expect((await accept(fit)).status).toBe(200)
    expect((await resetTo(admin.password)).status).toBe(200)
    admin = await again()
    const { rows } = await server().database.pool.query('select "emailVerified" as proved from auth."user"')
    expect(new Set(rows.map(({ proved }) => proved))).toEqual(new Set([false]))
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
