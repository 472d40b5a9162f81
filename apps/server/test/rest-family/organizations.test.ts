import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { newOrganization as setUpOverHttp } from '../admin.ts'
import { type Answer, errorOf } from '../http.ts'
import { dataOf, useServer } from '../running-server.ts'
import { connectionsPath, newConnection } from './connections.ts'
import { type Somebody, useFamily } from './family.ts'

const trpcError = z.object({
  error: z.object({ data: z.looseObject({ statusCode: z.number(), message: z.unknown() }) }),
})
const failureOf = (answer: Answer) => trpcError.parse(answer.body).error.data

describe.each(engines)('organizations on %s with the sandbox', (engine) => {
  const family = useFamily(engine)
  const ask = (procedure: string, input: unknown, as?: Somebody, headers?: Record<string, string>) =>
    family().trpc(procedure, input, as, headers)
  const own = (id: string) => ({ 'x-organization-id': id })
  const names = (answer: Answer) =>
    z
      .object({ appConnections: z.array(z.looseObject({ name: z.string() })) })
      .parse(dataOf(answer))
      .appConnections.map(({ name }) => name)

  it('are several for a person, who names one with each call: none is 400 that lists them, a strange one 404', async () => {
    const home = await family().organization()
    const ada = await home.person({ organization: 'admin' })
    const input = { app: 'heroku', method: 'auth-token', credentials: { authToken: await family().server.mint() } }
    dataOf(await ask('appConnections.create', { ...input, name: 'at-home' }, ada))
    const made = z
      .object({ id: z.uuid(), slug: z.string() })
      .parse(dataOf(await ask('organizations.create', { name: `Side ${randomUUID()}` }, ada)))
    expect(failureOf(await ask('appConnections.list', {}, ada))).toMatchObject({
      statusCode: 400,
      message: expect.stringMatching(
        new RegExp(`x-organization-id.*(${home.orgId}.*${made.id}|${made.id}.*${home.orgId})`),
      ),
    })
    dataOf(await ask('appConnections.create', { ...input, name: 'at-side' }, ada, own(made.id)))
    expect(names(await ask('appConnections.list', {}, ada, own(home.orgId)))).toEqual(['at-home'])
    expect(names(await ask('appConnections.list', {}, ada, own(made.id)))).toEqual(['at-side'])
    for (const strange of [family().orgId, randomUUID()]) {
      expect(failureOf(await ask('appConnections.list', {}, ada, own(strange)))).toMatchObject({
        statusCode: 404,
        message: `Could not find organization with ID ${strange}`,
      })
    }
    const whoAmI = dataOf(await ask('session.whoAmI', undefined, ada))
    expect(whoAmI).toMatchObject({
      organizations: expect.arrayContaining([expect.objectContaining({ id: made.id, role: 'admin' })]),
    })
    const grace = await home.person({ organization: 'member' })
    expect(failureOf(await ask('organizations.create', { name: 'Mine' }, grace))).toMatchObject({ statusCode: 403 })
    const slug = await ask('organizations.create', { name: made.slug }, ada)
    expect(failureOf(slug)).toMatchObject({ statusCode: 400, message: expect.stringContaining(made.slug) })
  })

  it('keep their last admin: stepping down and leaving are 400, also where two do so at once', async () => {
    for (const procedure of ['members.set', 'members.remove']) {
      const organization = await family().organization()
      const one = await organization.person({ organization: 'admin' })
      const away = (who: Somebody) =>
        ask(
          procedure,
          {
            scope: 'organization',
            member: { personId: who.id },
            ...(procedure === 'members.set' ? { role: 'member' } : {}),
          },
          who,
        )
      expect(failureOf(await away(one))).toMatchObject({
        statusCode: 400,
        message: expect.stringContaining('needs an admin'),
      })
      // A machine that is admin cannot sign in.
      await organization.machine({ organization: 'admin' })
      expect(failureOf(await away(one)).statusCode).toBe(400)
      const two = await organization.person({ organization: 'admin' })
      const answers = await Promise.all([away(one), away(two)])
      const statuses = answers.map(({ status }) => status)
      // A person who has left may get 401 instead, because their session has ended.
      expect(
        statuses.filter((status) => status === 200),
        `${procedure} ${statuses}`,
      ).toHaveLength(1)
      const admins = await family().query(
        "select 1 from memberships where org_id = $1 and project_id is null and role = 'admin' and person_id is not null",
        [organization.orgId],
      )
      expect(admins).toHaveLength(1)
    }
  })

  it('end the sessions of who leaves, and the secrets and tokens they made, and nobody else’s', async () => {
    const organization = await family().organization()
    const ada = await organization.person({ organization: 'admin' })
    const grace = await organization.person({ organization: 'admin', project: 'admin' })
    const { id, clientId } = await organization.machine({ organization: 'member' })
    const tokenBy = async (who: Somebody) => {
      const made = z
        .object({ accessToken: z.string() })
        .parse(dataOf(await ask('accessTokens.createStatic', { identityId: id }, who)))
      family().server.secrets.add(made.accessToken)
      return made.accessToken
    }
    const loginBy = async (who: Somebody) => {
      const made = await ask('clientSecrets.create', { identityId: id }, who)
      const { clientSecret } = z.object({ clientSecret: z.string() }).parse(dataOf(made))
      family().server.secrets.add(clientSecret)
      const body = { clientId, clientSecret }
      const answer = await family().server.call('POST', '/api/v1/auth/universal-auth/login', { body })
      const { accessToken } = z.object({ accessToken: z.string() }).parse(answer.body)
      family().server.secrets.add(accessToken)
      return accessToken
    }
    const ofAda = [await tokenBy(ada), await loginBy(ada)]
    const ofGrace = [await tokenBy(grace), await loginBy(grace)]
    const statuses = (tokens: string[]) =>
      Promise.all(tokens.map(async (token) => (await family().server.call('GET', connectionsPath, { token })).status))
    expect([await statuses(ofAda), await statuses(ofGrace)]).toEqual([
      [200, 200],
      [200, 200],
    ])
    dataOf(await ask('members.remove', { scope: 'organization', member: { personId: grace.id } }, ada))
    expect((await ask('session.whoAmI', undefined, grace)).status).toBe(401)
    expect([await statuses(ofAda), await statuses(ofGrace)]).toEqual([
      [200, 200],
      [401, 401],
    ])
    expect((await ask('session.whoAmI', undefined, ada)).status).toBe(200)
    expect(await family().query('select 1 from memberships where person_id = $1', [grace.id])).toEqual([])
  })

  it('do not delete a project that holds connections, and name them; an empty one goes with its memberships', async () => {
    const organization = await family().organization()
    const { projectId } = organization
    const ada = await organization.machine({ organization: 'admin', project: 'admin' })
    const made = []
    for (let index = 0; index < 22; index++) made.push(`held-${String(index).padStart(2, '0')}`)
    const body = (name: string) => ({ projectId, name })
    await Promise.all(made.map((name) => newConnection(family(), name, body(name), { as: ada })))
    const refused = failureOf(await ask('projects.remove', { projectId }, ada))
    expect(refused).toMatchObject({ statusCode: 400 })
    expect(refused.message).toBe(`Delete the project's connections first: ${made.slice(0, 20).join(', ')} and more`)
    const { id } = z.object({ id: z.uuid() }).parse(dataOf(await ask('projects.create', { name: 'Empty' }, ada)))
    dataOf(await ask('projects.remove', { projectId: id }, ada))
    expect(await family().query('select 1 from memberships where project_id = $1', [id])).toEqual([])
    expect(failureOf(await ask('projects.remove', { projectId: id }, ada)).statusCode).toBe(404)
  })

  it('take people by a link that works once, for seven days, and that an admin can take back', async () => {
    const organization = await family().organization()
    const ada = await organization.person({ organization: 'admin' })
    const invite = async (email: string) => {
      const made = z
        .object({ id: z.uuid(), token: z.string(), url: z.string(), expiresAt: z.string() })
        .parse(dataOf(await ask('invitations.create', { email, role: 'member' }, ada)))
      family().server.secrets.add(made.token)
      return made
    }
    const accept = (token: string, as?: Somebody) => {
      const body = { token, name: 'Grace', password: 'a password for tests' }
      return family().server.call('POST', '/api/trpc/invitations.accept', { body, headers: as?.headers ?? {} })
    }
    const [one, back, late] = [
      await invite('one@example.com'),
      await invite('back@example.com'),
      await invite('late@example.com'),
    ]
    expect(one.url).toBe(`http://connections.test/invite#${one.token}`)
    expect(Math.round((Date.parse(one.expiresAt) - Date.now()) / 86_400_000)).toBe(7)
    dataOf(await accept(one.token))
    expect(failureOf(await accept(one.token)).statusCode).toBe(400)
    dataOf(await ask('invitations.remove', { invitationId: back.id }, ada))
    expect(failureOf(await accept(back.token)).statusCode).toBe(400)
    await family().query("update invitations set expires_at = now() - interval '1 second' where id = $1", [late.id])
    expect(failureOf(await accept(late.token)).statusCode).toBe(400)
    expect(dataOf(await ask('invitations.list', undefined, ada))).toEqual([])
    // A person with an account joins a second organization while signed in.
    const elsewhere = await (await family().organization()).person({ organization: 'admin' })
    const joined = await invite(elsewhere.email)
    expect(failureOf(await accept(joined.token)).statusCode).toBe(400)
    dataOf(await accept(joined.token, elsewhere))
    expect((await ask('appConnections.list', {}, elsewhere, own(organization.orgId))).status).toBe(200)
  })
})

describe.each(engines)('a link for a new password on %s', (engine) => {
  const server = useServer({ engine })
  const query = async (text: string): Promise<Record<string, unknown>[]> =>
    (await server().database.pool.query(text)).rows

  it('sets it once, within a day, ends every session, and leaves an event; a second link ends the first', async () => {
    const { admin } = await setUpOverHttp(server())
    const { call, secrets } = server()
    const link = async () => {
      const made = await admin.mutate('people.createPasswordReset', { personId: admin.personId })
      const { url } = z.object({ url: z.string() }).parse(dataOf(made))
      const token = url.slice(url.indexOf('#') + 1)
      expect(url).toBe(`http://connections.test/reset-password#${token}`)
      secrets.add(token)
      return token
    }
    const reset = (token: string, password: string) => {
      secrets.add(password)
      return call('POST', '/api/trpc/people.resetPassword', { body: { token, password } })
    }
    const signIn = async (password: string) => {
      const headers = { origin: 'http://connections.test' }
      return (await call('POST', '/api/auth/sign-in/email', { body: { email: admin.email, password }, headers })).status
    }
    const replaced = await link()
    const late = await link()
    expect(failureOf(await reset(replaced, 'never a password')).statusCode).toBe(400)
    await query("update password_resets set expires_at = now() - interval '1 second'")
    expect(failureOf(await reset(late, 'never a password')).statusCode).toBe(400)
    const token = await link()
    expect(trpcError.parse((await reset(token, 'short')).body).error.data.statusCode).toBe(422)
    const answers = await Promise.all([reset(token, 'the new password'), reset(token, 'the new password')])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
    expect(await call('GET', '/api/trpc/session.whoAmI', { headers: { cookie: admin.cookie } })).toMatchObject({
      status: 401,
    })
    expect([await signIn(admin.password), await signIn('the new password')]).toEqual([401, 200])
    const events = await query(
      "select action, actor_id, target_id from audit_events where action like 'people.%' order by at, id",
    )
    expect(events.map(({ action }) => action)).toEqual([
      ...Array(3).fill('people.createPasswordReset'),
      'people.resetPassword',
    ])
    expect(events.at(-1)).toMatchObject({ actor_id: admin.personId, target_id: admin.personId })
    expect(errorOf(await call('GET', connectionsPath)).statusCode).toBe(401)
  })
})
