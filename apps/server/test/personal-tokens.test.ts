import { randomUUID } from 'node:crypto'
import { insertGrant } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import {
  deviceLoginSchema,
  personalTokenSchema,
  startedDeviceLoginSchema,
  takenDeviceLoginSchema,
} from '@app-connections/schemas'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { errorOf, type Request } from './http.ts'
import { connectionsPath, newConnection } from './rest-family/connections.ts'
import { eventsOf, newPlace } from './rest-family/events.ts'
import { type Person, type Place, useFamily } from './rest-family/family.ts'
import { dataOf, siteUrl } from './running-server.ts'

const device = '/api/v1/auth/device'
const rights = '/api/v1/app-connections/proxy-rights'

describe.each(engines)('a program that acts for a person, on %s with the sandbox', (engine) => {
  const family = useFamily(engine)
  const call = (method: string, path: string, request: Request = {}) => family().server.call(method, path, request)
  const post = (path: string, body: unknown) => call('POST', path, { body })
  let place: Awaited<ReturnType<typeof newPlace>>
  let connectionId = ''
  beforeAll(async () => {
    place = await newPlace(family())
    connectionId = (await newConnection(family(), 'shop', {}, { as: place.admin })).id
  })

  /** Somebody with a grant of the connection. */
  async function holder(role: Place = { organization: 'member' }): Promise<Person> {
    const person = await place.organization.person(role)
    await insertGrant(family().db, {
      ...{ id: randomUUID(), org_id: place.organization.orgId, connection_id: connectionId },
      ...{ person_id: person.id, makers: [place.person.id], actions: ['apps:read'] },
    })
    return person
  }
  async function begin() {
    const begun = await post(device, { client_id: 'deploy-script', host: 'laptop' })
    expect(begun.status, begun.text).toBe(200)
    const login = startedDeviceLoginSchema.parse(begun.body)
    family().server.secrets.add(login.device_code)
    return login
  }
  type Login = Awaited<ReturnType<typeof begin>>
  const poll = ({ device_code }: Login) => post(`${device}/token`, { device_code })
  const decide = (verb: 'find' | 'confirm' | 'deny', { user_code: userCode }: { user_code: string }, as: Person) =>
    family().trpc(`deviceLogins.${verb}`, { userCode }, as)
  async function take(login: Login) {
    const taken = await poll(login)
    expect(taken.status, taken.text).toBe(200)
    const given = takenDeviceLoginSchema.parse(taken.body)
    family().server.secrets.add(given.access_token)
    return given
  }
  async function logIn(person: Person) {
    const login = await begin()
    dataOf(await decide('confirm', login, person))
    const { access_token: token } = await take(login)
    const [mine] = z
      .array(personalTokenSchema)
      .parse(dataOf(await family().trpc('personalTokens.list', undefined, person)))
    return { token, id: mine?.id ?? '' }
  }
  const apps = `${connectionsPath}/{id}/proxy/apps`
  const use = (token: string) => call('GET', apps.replace('{id}', connectionId), { token })
  const codeOf = (answer: Awaited<ReturnType<typeof call>>) => errorOf(answer).code

  it('is named to the person, gets its token once they confirm, and uses what they were granted', async () => {
    const person = await holder()
    const login = await begin()
    expect(login).toMatchObject({ verification_uri: `${siteUrl}/device`, expires_in: 600, interval: 5 })
    expect(login.verification_uri_complete).toBe(`${siteUrl}/device?user_code=${login.user_code}`)
    expect(login.user_code).toMatch(/^[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}$/)
    expect([(await poll(login)).status, codeOf(await poll(login))]).toEqual([400, 'slowDown'])
    const typed = login.user_code.toLowerCase().replace('-', ' ')
    const asking = deviceLoginSchema.parse(dataOf(await decide('find', { user_code: typed }, person)))
    expect(asking).toMatchObject({ name: 'deploy-script on laptop', address: '127.0.0.1' })
    dataOf(await decide('confirm', login, person))
    const { access_token: token, ...given } = await take(login)
    expect(token).toMatch(/^acp_[\w-]{43}$/)
    expect(given).toMatchObject({ expires_in: 2_592_000, person: { id: person.id }, organization: { name: 'Acme' } })
    expect([(await poll(login)).status, codeOf(await poll(login))]).toEqual([409, 'deviceCodeUsed'])
    expect((await decide('confirm', login, person)).status).toBe(404)

    expect(await use(token)).toMatchObject({ status: 200 })
    const usable = await call('GET', `${rights}?connection=shop`, { token })
    expect(usable.body).toMatchObject({ appConnections: [{ id: connectionId, app: 'heroku', name: 'shop' }] })
    expect((await call('GET', `${rights}?connection=${connectionId}`, { token })).body).toEqual(usable.body)
    expect((await call('GET', `${rights}?connection=other`, { token })).body).toEqual({ appConnections: [] })
    expect((await call('GET', `${connectionsPath}/${connectionId}/proxy-rights`, { token })).status).toBe(200)
    const leases = `${connectionsPath}/${connectionId}/leases`
    expect(codeOf(await call('POST', leases, { token }))).toBe('leaseNotGranted')
    expect((await call('GET', leases, { token })).body).toEqual({ leases: [] })

    const list = await family().trpc('personalTokens.list', undefined, person)
    const [mine] = z.array(personalTokenSchema).parse(dataOf(list))
    expect(mine).toMatchObject({ name: 'deploy-script on laptop', organization: { name: 'Acme' } })
    const events = (await eventsOf(family(), place.admin)).filter(({ actor }) => actor.id === person.id)
    const [confirmed, taken, used] = events
    expect(confirmed).toMatchObject({ action: 'deviceLogins.confirm', actor: { tokenId: person.tokenId } })
    expect(taken).toMatchObject({ action: 'deviceLogins.take', target: { type: 'personal-token', id: mine?.id } })
    expect(used).toMatchObject({ action: 'appConnections.use', actor: { type: 'person', tokenId: mine?.id } })
  })

  it('is refused by a sentence wherever its token does not work, which leaves an event', async () => {
    const person = await holder({ organization: 'admin', project: 'admin' })
    const { token, id } = await logIn(person)
    const one = `${connectionsPath}/${connectionId}`
    for (const [method, path] of [
      ...[
        ['GET', connectionsPath],
        ['GET', one],
        ['DELETE', one],
        ['POST', `${one}/check`],
        ['GET', `${one}/grants`],
      ],
      ...[
        ['GET', '/api/v1/audit-events'],
        ['GET', '/api/v1/audit-events/export'],
        ['GET', '/api/v1/app-connections'],
      ],
      ...[
        ['GET', '/api/trpc/session.whoAmI'],
        ['POST', '/api/trpc/projects.create'],
        ['GET', '/api/trpc/proofs.usable'],
      ],
    ] as const) {
      const answer = await call(method, path, { token, ...(method === 'POST' ? { body: { name: 'x' } } : {}) })
      expect(answer.status, `${method} ${path}: ${answer.text}`).toBe(403)
      expect(answer.text).toContain('personalTokenElsewhere')
    }
    const events = await eventsOf(family(), place.admin, `&targetId=${id}&action=personalTokens.use`)
    expect(events[0]).toMatchObject({ outcome: 'denied', actor: { type: 'person', id: person.id, tokenId: id } })
    for (const unknown of [`acp_${'x'.repeat(43)}`, `${token}x`, `act_${token.slice(4)}`]) {
      expect((await use(unknown)).status).toBe(401)
      expect((await call('GET', connectionsPath, { token: unknown })).status).toBe(401)
    }
  })

  it('gets nothing where the person refuses, or nobody confirms in time', async () => {
    const person = await holder()
    const refused = await begin()
    dataOf(await decide('deny', refused, person))
    expect([codeOf(await poll(refused)), (await decide('confirm', refused, person)).status]).toEqual([
      ...['accessDenied', 404],
    ])
    const late = await begin()
    await family().query(`update device_logins set expires_at = now() where not denied and person_id is null`)
    expect((await decide('find', late, person)).status).toBe(404)
    expect((await decide('confirm', late, person)).status).toBe(404)
    expect(codeOf(await poll(late))).toBe('expiredToken')
    expect(codeOf(await post(`${device}/token`, { device_code: 'acd_unknown' }))).toBe('expiredToken')
    const events = await eventsOf(family(), place.admin, `&actorId=${person.id}`)
    expect(events.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual(['deviceLogins.deny success'])
  })

  it('is confirmed by people alone, who have given their password lately, and by one of them', async () => {
    const [person, other] = [await holder(), await holder()]
    const login = await begin()
    const asMachine = (verb: string) =>
      family().trpc(`deviceLogins.${verb}`, { userCode: login.user_code }, place.admin)
    for (const verb of ['find', 'confirm', 'deny']) expect((await asMachine(verb)).status).toBe(403)
    await family().query(`update auth.session set "provedAt" = now() - interval '11 minutes' where id = $1`, [
      person.tokenId,
    ])
    expect((await decide('confirm', login, person)).text).toContain('freshSignInNeeded')
    await family().query(`update auth.session set "provedAt" = now() where id = $1`, [person.tokenId])
    const both = await Promise.all([decide('confirm', login, person), decide('confirm', login, other)])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 404])
    const winner = both[0].status === 200 ? person : other
    expect((await take(login)).person.id).toBe(winner.id)
  })

  it('gets one token where it polls twice at once', async () => {
    const person = await holder()
    const login = await begin()
    dataOf(await decide('confirm', login, person))
    const both = await Promise.all([poll(login), poll(login)])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
  })

  it('is found by no guessing: wrong codes are braked, by person', async () => {
    const person = await holder()
    const login = await begin()
    const guess = () => decide('find', { user_code: 'BBBB-BBBB' }, person)
    for (let count = 0; count < 10; count += 1) expect((await guess()).status).toBe(404)
    await guess()
    const braked = await decide('find', login, person)
    expect([braked.status, braked.text]).toEqual([429, expect.stringContaining('tooManyUserCodes')])
    expect((await decide('find', login, await holder())).status).toBe(200)
  })

  it('acts in the organization that was chosen, and in no other of the person’s', async () => {
    const person = await holder()
    const { orgId } = family()
    await family().query(
      `insert into memberships (id, org_id, person_id, role) values (gen_random_uuid(), $1, $2, 'admin')`,
      [orgId, person.id],
    )
    const login = await begin()
    expect((await decide('confirm', login, person)).status).toBe(400)
    const at = { 'x-organization-id': place.organization.orgId }
    dataOf(await family().trpc('deviceLogins.confirm', { userCode: login.user_code }, person, at))
    const { access_token: token } = await take(login)
    expect((await use(token)).status).toBe(200)
    const elsewhere = await call('GET', rights, { token, headers: { 'x-organization-id': orgId } })
    expect(elsewhere.status).toBe(404)
  })

  const inOrganization = (person: Person) => ({ scope: 'organization', member: { personId: person.id } })
  const endings: Record<string, (person: Person, token: { token: string; id: string }) => Promise<{ status: number }>> =
    {
      'the person revokes it': (person, { id }) =>
        family().trpc('personalTokens.revoke', { personalTokenId: id }, person),
      'the program gives it back': (_, { token }) => post('/api/v1/auth/token/revoke', { accessToken: token }),
      'the session is ended': async (person) => family().trpc('session.revoke', { sessionId: person.tokenId }, person),
      'the person signs out': (person) => call('POST', '/api/auth/sign-out', { body: {}, headers: person.headers }),
      'the person has a lower role': (person) =>
        family().trpc('members.set', { ...inOrganization(person), role: 'member' }, place.admin),
      'the person is removed': (person) => family().trpc('members.remove', inOrganization(person), place.admin),
      'its 30 days are over': async (_, { id }) => {
        await family().query(`update personal_tokens set expires_at = now() where id = $1`, [id])
        return { status: 200 }
      },
    }

  it.each(Object.keys(endings))('ends, and with it what it is doing, when %s', async (how) => {
    const end = endings[how] ?? expect.unreachable('a name of the table')
    const person = await holder({ organization: 'admin' })
    const given = await logIn(person)
    expect((await use(given.token)).status).toBe(200)
    const waiting = await begin()
    dataOf(await decide('confirm', waiting, person))
    const { control } = family().server.sandbox
    await control.clearRequests()
    await control.setFault({ path: '/apps/slow', times: null, effect: { kind: 'hang' } })
    const underWay = call('GET', `${apps.replace('{id}', connectionId)}/slow`, { token: given.token })
    await expect.poll(async () => (await control.requests()).length, { timeout: 30_000 }).toBe(1)
    expect((await end(person, given)).status).toBe(200)
    expect((await underWay).status).toBe(403)
    await control.clearFaults()
    expect((await use(given.token)).status).toBe(401)
    const others = ['the person revokes it', 'the program gives it back', 'its 30 days are over'].includes(how)
    expect((await poll(waiting)).status).toBe(others ? 200 : 400)
  })

  it('goes on when the session is over by itself, or the role becomes higher', async () => {
    const person = await holder()
    const { token } = await logIn(person)
    const member = inOrganization(person)
    dataOf(await family().trpc('members.set', { ...member, role: 'admin' }, place.person))
    expect((await use(token)).status).toBe(200)
    await family().query(`update auth.session set "expiresAt" = now() where id = $1`, [person.tokenId])
    await family().query(`delete from auth.session where id = $1`, [person.tokenId])
    expect((await use(token)).status).toBe(200)
  })

  it('is listed among what ends with a lower role', async () => {
    const person = await holder({ organization: 'admin' })
    await logIn(person)
    const asked = { ...inOrganization(person), role: 'member', dryRun: true }
    const would = dataOf(await family().trpc('members.set', asked, place.admin))
    expect(would).toMatchObject({
      wouldEnd: expect.arrayContaining([expect.objectContaining({ kind: 'personal-token', identity: null })]),
    })
  })
})
