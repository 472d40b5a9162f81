import { createHash, randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { engines } from '@app-connections/db/testing/engines'
import type { AuditEvent } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { dataOf, siteUrl } from '../running-server.ts'
import { connectionsPath, insertRow, newConnection, newInput } from './connections.ts'
import { eventsOf, eventsPath, newPlace } from './events.ts'
import { type Organization, type Somebody, useFamily } from './family.ts'

describe.each(engines)('the audit trail on %s with the sandbox', (engine) => {
  const family = useFamily(engine)
  const place = () => newPlace(family())
  const brief = ({ action, outcome }: AuditEvent) => `${action} ${outcome}`

  it('has an event for every kind of write: who, from where, what, on what, how it ended, in which request', async () => {
    const { organization, admin, person } = await place()
    const { projectId } = organization
    const headers = { 'user-agent': 'test-agent/1.0' }
    const as = admin
    const rest = (method: string, at: string, body?: unknown) => family().rest(method, at, { as, headers, body })
    const made = await newConnection(family(), 'audited', { projectId }, { as, headers })
    const one = `${connectionsPath}/${made.id}`
    const answers = [
      await rest('PATCH', one, { description: 'x', credentials: { authToken: await family().server.mint() } }),
      await rest('GET', `${one}/apps`),
      await rest('DELETE', one),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    const events = await eventsOf(family(), admin, `&targetId=${made.id}`)
    expect(events.map(brief)).toEqual([
      'appConnections.create success',
      'appConnections.update success',
      'appConnections.apps success',
      'appConnections.remove success',
    ])
    for (const [index, event] of events.entries()) {
      expect(event).toMatchObject({
        actor: { type: 'identity', id: admin.id, tokenId: admin.tokenId },
        address: '127.0.0.1',
        userAgent: 'test-agent/1.0',
        target: { type: 'app-connection', id: made.id },
        projectId,
        detail: { name: 'audited', app: 'heroku' },
      })
      if (index > 0) expect(event.reqId).toBe(answers[index - 1]?.headers.get('x-request-id'))
    }
    expect(events[1]?.detail).toMatchObject({ changed: ['description', 'credentials'], sealRevision: 2 })
    dataOf(await family().trpc('appConnections.restore', { connectionId: made.id }, person))
    expect((await eventsOf(family(), admin, `&targetId=${made.id}`)).at(-1)).toMatchObject({
      action: 'appConnections.restore',
      actor: { type: 'person', id: person.id, tokenId: person.tokenId },
    })
  })

  it('has an event for every kind of management, of people and machines, and no secret in any', async () => {
    const { organization, admin, person } = await place()
    const ask = async (procedure: string, input: unknown) => dataOf(await family().trpc(procedure, input, person))
    const withId = z.looseObject({ id: z.uuid() })
    const secrets: string[] = []
    const keep = (made: unknown, field: string) => {
      const secret = `${z.record(z.string(), z.unknown()).parse(made)[field]}`
      secrets.push(secret)
      family().server.secrets.add(secret)
      return withId.parse(made).id
    }
    const project = withId.parse(await ask('projects.create', { name: 'P' })).id
    await ask('projects.update', { projectId: project, name: 'Q' })
    const identity = withId.parse(await ask('identities.create', { name: 'I' })).id
    await ask('identities.update', { identityId: identity, name: 'J' })
    const secret = keep(await ask('clientSecrets.create', { identityId: identity }), 'clientSecret')
    await ask('clientSecrets.remove', { clientSecretId: secret })
    const token = keep(await ask('accessTokens.createStatic', { identityId: identity }), 'accessToken')
    await ask('accessTokens.remove', { accessTokenId: token })
    await ask('members.set', { scope: 'project', projectId: project, member: { identityId: identity }, role: 'viewer' })
    await ask('members.remove', { scope: 'project', projectId: project, member: { identityId: identity } })
    const invitation = keep(await ask('invitations.create', { email: 'x@example.com', role: 'member' }), 'token')
    await ask('invitations.remove', { invitationId: invitation })
    const program = await programOf(person)
    await ask('people.createPasswordReset', { personId: person.id })
    await ask('identities.remove', { identityId: identity })
    await ask('projects.remove', { projectId: project })
    const login = await loginOf(organization)
    const events = await eventsOf(family(), admin)
    expect(events.map(({ action }) => action)).toEqual([
      ...['projects.create', 'projects.update', 'identities.create', 'identities.update', 'clientSecrets.create'],
      ...['clientSecrets.remove', 'accessTokens.createStatic', 'accessTokens.remove', 'members.set', 'members.remove'],
      ...[
        'invitations.create',
        'invitations.remove',
        ...['deviceLogins.confirm', 'deviceLogins.take', 'personalTokens.revoke', 'deviceLogins.deny'],
        'people.createPasswordReset',
        'identities.remove',
        'projects.remove',
      ],
      ...['accessTokens.login', 'accessTokens.renew', 'accessTokens.revoke'],
    ])
    expect(events.every(({ outcome }) => outcome === 'success')).toBe(true)
    const { text } = await family().rest('GET', `${eventsPath}?limit=1000`, { as: admin })
    for (const each of [...secrets, ...login, ...program]) expect(text).not.toContain(each)
    expect(text).not.toMatch(/act_|acs_|aci_|acr_|acp_|acd_|HRKU-/)
  })
  /** Lets one program act, ends that, and refuses another; returns the secrets. */
  async function programOf(person: Somebody): Promise<string[]> {
    const post = (at: string, body: unknown) => family().server.call('POST', `/api/v1/auth/device${at}`, { body })
    const begin = async () => {
      const { body } = await post('', { client_id: 'script' })
      return z.object({ device_code: z.string(), user_code: z.string() }).parse(body)
    }
    const [one, other] = [await begin(), await begin()]
    dataOf(await family().trpc('deviceLogins.confirm', { userCode: one.user_code }, person))
    const taken = z.object({ access_token: z.string() }).parse((await post('/token', one)).body)
    const [mine] = z
      .array(z.object({ id: z.uuid() }))
      .parse(dataOf(await family().trpc('personalTokens.list', undefined, person)))
    dataOf(await family().trpc('personalTokens.revoke', { personalTokenId: mine?.id }, person))
    dataOf(await family().trpc('deviceLogins.deny', { userCode: other.user_code }, person))
    const secrets = [one, other].flatMap(({ device_code: device, user_code: user }) => [device, user])
    for (const each of [...secrets, taken.access_token]) family().server.secrets.add(each)
    return [...secrets, taken.access_token]
  }
  /** Logs in, renews and revokes, and returns the secrets. */
  async function loginOf(organization: Organization): Promise<string[]> {
    const { clientId, id } = await organization.machine({ organization: 'member' })
    const clientSecret = `acs_${randomUUID()}`
    await family()
      .db.insertInto('client_secrets')
      .values({
        id: randomUUID(),
        org_id: organization.orgId,
        identity_id: id,
        label: '',
        uses_limit: 0,
        secret_hash: createHash('sha256').update(clientSecret).digest(),
      })
      .execute()
    const post = (at: string, body: unknown) => family().server.call('POST', `/api/v1/auth/${at}`, { body })
    const { accessToken } = z
      .object({ accessToken: z.string() })
      .parse((await post('universal-auth/login', { clientId, clientSecret })).body)
    for (const each of [clientSecret, accessToken]) family().server.secrets.add(each)
    expect((await post('token/renew', { accessToken })).status).toBe(200)
    expect((await post('token/revoke', { accessToken })).status).toBe(200)
    return [clientSecret, accessToken]
  }

  it('has what was denied, what Heroku refused and failed log-ins of a known client, with who and why', async () => {
    const { organization, admin } = await place()
    const member = await organization.machine({ organization: 'member' })
    const nobody = await organization.machine({ organization: 'no-access' })
    const { id } = await newConnection(family(), 'forbidden', {}, { as: admin })
    await family().rest('POST', connectionsPath, { as: member, body: await newInput(family(), 'x') })
    await family().rest('GET', `${connectionsPath}/${id}`, { as: nobody })
    await family().rest('GET', `${connectionsPath}?projectId=${organization.otherProjectId}`, { as: nobody })
    await family().trpc('projects.create', { name: 'x' }, member)
    const refused = { method: 'auth-token', name: 'x', credentials: { authToken: `HRKU-${randomUUID()}` } }
    await family().rest('POST', connectionsPath, { as: admin, body: refused })
    const login = { clientId: member.clientId, clientSecret: 'wrong' }
    await family().server.call('POST', '/api/v1/auth/universal-auth/login', { body: login })
    const read = async () => (await eventsOf(family(), admin)).filter(({ outcome }) => outcome !== 'success')
    // What is hidden from somebody is recorded once its answer is gone.
    await expect.poll(async () => (await read()).length).toBe(6)
    const events = await read()
    expect(new Set(events.map((event) => [brief(event), event.actor.id, event.actor.tokenId]))).toEqual(
      new Set([
        ['appConnections.create denied', member.id, member.tokenId],
        ['appConnections.get denied', nobody.id, nobody.tokenId],
        ['appConnections.list denied', nobody.id, nobody.tokenId],
        ['projects.create denied', member.id, member.tokenId],
        ['appConnections.create refused', admin.id, admin.tokenId],
        ['accessTokens.login failed', null, null],
      ]),
    )
    expect(JSON.stringify(events)).not.toContain(refused.credentials.authToken)
  })

  it('has tokens that turned up at an address which is not trusted, and organizations that were not made', async () => {
    const { organization, admin } = await place()
    const far = await organization.machine({ organization: 'admin' }, { trustedIps: ['192.0.2.0/24'] })
    expect((await family().rest('GET', connectionsPath, { as: far })).status).toBe(403)
    expect((await family().trpc('projects.list', undefined, far)).status).toBe(403)
    const member = await organization.person({ organization: 'member' })
    expect((await family().trpc('organizations.create', { name: 'Mine' }, member)).status).toBe(403)
    const events = await eventsOf(family(), admin)
    expect(events.map((event) => [brief(event), event.actor.id, event.target.id])).toEqual([
      ['accessTokens.use denied', far.id, far.tokenId],
      ['accessTokens.use denied', far.id, far.tokenId],
      ['organizations.create denied', member.id, null],
    ])
  })

  it('has nothing of reads of metadata, of input that does not fit, of the unknown, and of an unknown client', async () => {
    const { organization, admin } = await place()
    const { id } = await newConnection(family(), 'read', {}, { as: admin })
    const count = () => family().query('select count(*)::int as n from audit_events')
    const settled = async () => {
      for (let last: unknown; ; await setTimeout(300)) {
        const now = await count()
        if (isDeepStrictEqual(now, last)) return now
        last = now
      }
    }
    const before = await settled()
    const as = admin
    for (const at of ['', '/available', `/${id}`, '/connection-name/read', '?limit=1']) {
      expect((await family().rest('GET', connectionsPath + at, { as })).status).toBe(200)
    }
    for (const at of ['/api/v1/app-connections', '/api/v1/app-connections/options', eventsPath]) {
      expect((await family().rest('GET', at, { as })).status).toBe(200)
    }
    for (const procedure of ['projects.list', 'members.list', 'identities.list', 'session.whoAmI']) {
      const input = procedure === 'members.list' ? {} : undefined
      expect((await family().trpc(procedure, input, as)).status).toBe(200)
    }
    expect((await family().rest('POST', connectionsPath, { as, body: {} })).status).toBe(422)
    expect((await family().rest('POST', connectionsPath, { as, body: '{' })).status).toBe(400)
    expect((await family().rest('GET', `${connectionsPath}/${randomUUID()}`, { as })).status).toBe(404)
    expect((await family().server.call('GET', connectionsPath)).status).toBe(401)
    expect((await family().server.call('GET', connectionsPath, { token: `act_${'x'.repeat(43)}` })).status).toBe(401)
    const login = { clientId: randomUUID(), clientSecret: 'x' }
    expect((await family().server.call('POST', '/api/v1/auth/universal-auth/login', { body: login })).status).toBe(401)
    expect(await settled()).toEqual(before)
    expect(organization.orgId).not.toBe(family().orgId)
  })

  it('holds ten refusals a minute of each kind and caller singly, and the others in one event', async () => {
    const { organization, admin } = await place()
    const [one, two] = [
      await organization.machine({ organization: 'member' }),
      await organization.machine({ organization: 'member' }),
    ]
    const body = await newInput(family(), 'flood')
    for (let call = 0; call < 25; call++) {
      expect((await family().rest('POST', connectionsPath, { as: one, body })).status).toBe(403)
    }
    await family().rest('POST', connectionsPath, { as: two, body })
    const login = { clientId: two.clientId, clientSecret: 'wrong' }
    for (let call = 0; call < 12; call++)
      await family().server.call('POST', '/api/v1/auth/universal-auth/login', { body: login })
    const events = await eventsOf(family(), admin)
    const count = (action: string, actor: Somebody) =>
      events.filter((event) => event.action === action && event.actor.id === actor.id).length
    expect([count('appConnections.create', one), count('appConnections.create', two)]).toEqual([11, 1])
    const logins = events.filter(({ action }) => action === 'accessTokens.login')
    expect(logins).toHaveLength(11)
    expect(logins.at(-1)).toMatchObject({ target: { id: two.id }, detail: { summed: 2, targets: [two.id] } })
  })

  it('names all of fifty connections that somebody asked for and may not know', async () => {
    const { organization, admin } = await place()
    const { otherProjectId: projectId } = organization
    const ids: string[] = []
    for (let count = 0; count < 50; count++) {
      ids.push(await insertRow(family(), { org_id: organization.orgId, project_id: projectId, name: `c-${count}` }))
    }
    for (const id of ids) {
      expect((await family().rest('GET', `${connectionsPath}/${id}`, { as: admin })).status).toBe(404)
    }
    const named = async () =>
      (await eventsOf(family(), admin, `&action=appConnections.get&actorId=${admin.id}`)).flatMap(
        ({ target, detail }) => (Array.isArray(detail.targets) ? detail.targets : [target.id]),
      )
    await expect.poll(async () => (await named()).toSorted(), { timeout: 5_000 }).toEqual(ids.toSorted())
  })

  it('names who is proved: a wrong secret is nobody’s, or that of whoever is signed in', async () => {
    const { organization, admin, person } = await place()
    const target = await organization.machine({ organization: 'admin' })
    const login = { clientId: target.clientId, clientSecret: 'wrong' }
    const refused = await family().trpc('accessTokens.login', login, person)
    expect([401, 404]).toContain(refused.status)
    await family().server.call('POST', '/api/v1/auth/universal-auth/login', { body: login })
    const events = await eventsOf(family(), admin, '&action=accessTokens.login')
    expect(events.map(({ actor, target: { id } }) => [actor, id])).toEqual([
      ...(refused.status === 404 ? [] : [[{ type: 'person', id: person.id, tokenId: person.tokenId }, target.id]]),
      [{ type: 'anonymous', id: null, tokenId: null }, target.id],
    ])
  })

  it('has the use of a token that was ended or has ended, one event and a sum for each, and of no unknown one', async () => {
    const { organization, admin } = await place()
    const [revoked, removed, gone, expired] = [
      await organization.machine({ organization: 'member' }),
      await organization.machine({ organization: 'member' }),
      await organization.machine({ organization: 'member' }),
      await organization.machine({ organization: 'member' }),
    ]
    const token = { accessToken: revoked.token }
    expect((await family().server.call('POST', '/api/v1/auth/token/revoke', { body: token })).status).toBe(200)
    dataOf(await family().trpc('accessTokens.remove', { accessTokenId: removed.tokenId }, admin))
    dataOf(await family().trpc('identities.remove', { identityId: gone.id }, admin))
    await family().query(`update access_tokens set expires_at = now() where id = $1`, [expired.tokenId])
    const all = [revoked, removed, gone, expired]
    for (const { token } of [...all, ...all, ...all]) {
      expect((await family().server.call('GET', connectionsPath, { token })).status).toBe(401)
    }
    await family().server.call('GET', connectionsPath, { token: `act_${'y'.repeat(43)}` })
    const uses = async () => {
      const events = await eventsOf(family(), admin, '&action=accessTokens.use')
      return events.map(({ actor, target, outcome, detail }) => [actor.type, target.id, outcome, detail.summed ?? 1])
    }
    const each = (count: number) => all.map(({ tokenId }) => ['anonymous', tokenId, 'denied', count])
    await expect
      .poll(async () => (await uses()).toSorted(), { timeout: 5_000 })
      .toEqual([...each(1), ...each(2)].toSorted())
    // To renew or revoke it once more is a use too.
    await family().server.call('POST', '/api/v1/auth/token/renew', { body: token })
    await expect.poll(uses, { timeout: 5_000 }).toContainEqual(['anonymous', revoked.tokenId, 'denied', 3])
  })

  it('has each export once, with its filter, before the first line', async () => {
    const { admin } = await place()
    const answer = await family().rest('GET', `${eventsPath}/export?outcome=success`, { as: admin })
    expect(answer.status).toBe(200)
    dataOf(await family().trpc('auditEvents.export', { action: 'members.set' }, admin))
    const events = await eventsOf(family(), admin, '&action=auditEvents.export')
    expect(events.map(({ actor, detail }) => [actor.id, detail])).toEqual([
      [admin.id, { outcome: 'success' }],
      [admin.id, { action: 'members.set' }],
    ])
  })

  it('has sign-ins of addresses that nobody has an account with, without the address, summed', async () => {
    const email = `${randomUUID()}@example.com`
    const events = () =>
      family().query(
        `select outcome, coalesce((detail ->> 'summed')::int, 1) as count, row_to_json(e)::text as text from audit_events e
          where action = 'session.signIn' and org_id is null and target_id is null order by at, id`,
      )
    const before = (await events()).length
    for (let count = 0; count < 12; count++) {
      const body = { email: `${count}${email}`, password: 'not the password' }
      const answer = await family().server.call('POST', '/api/auth/sign-in/email', {
        body,
        headers: { origin: siteUrl },
      })
      expect(answer.status).toBe(401)
    }
    const made = (await events()).slice(before)
    const counts = (which: string) => made.filter(({ outcome }) => outcome === which).map(({ count }) => count)
    expect([counts('attempted'), counts('failed')].map((each) => each.toSorted())).toEqual([
      [...Array(10).fill(1), 2],
      [...Array(10).fill(1), 2],
    ])
    expect(JSON.stringify(made)).not.toContain(email)
  })
})
