import { createHash, randomUUID } from 'node:crypto'
import { sweep } from '@app-connections/db/system'
import { engines } from '@app-connections/db/testing/engines'
import { type AuditEvent, auditEventSchema } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { errorOf } from '../http.ts'
import { dataOf } from '../running-server.ts'
import { connectionsPath, newConnection, newInput } from './connections.ts'
import { type Family, type Organization, type Somebody, useFamily } from './family.ts'

const path = '/api/v1/audit-events'
const page = z.strictObject({
  auditEvents: z.array(z.strictObject(auditEventSchema.shape)),
  nextCursor: z.string().optional(),
})

/** Every event of an organization, oldest first, as its admin reads them. */
async function eventsOf(family: Family, as: Somebody, query = ''): Promise<AuditEvent[]> {
  const answer = await family.rest('GET', `${path}?limit=1000${query}`, { as })
  expect(answer.status, answer.text).toBe(200)
  return page.parse(answer.body).auditEvents.toReversed()
}

describe.each(engines)('the audit trail on %s with the sandbox', (engine) => {
  const family = useFamily(engine)
  async function place() {
    const organization = await family().organization()
    const admin = await organization.machine({ organization: 'admin', project: 'admin' })
    const person = await organization.person({ organization: 'admin', project: 'admin' })
    return { organization, admin, person }
  }
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
        'people.createPasswordReset',
        'identities.remove',
        'projects.remove',
      ],
      ...['accessTokens.login', 'accessTokens.renew', 'accessTokens.revoke'],
    ])
    expect(events.every(({ outcome }) => outcome === 'success')).toBe(true)
    const { text } = await family().rest('GET', `${path}?limit=1000`, { as: admin })
    for (const each of [...secrets, ...login]) expect(text).not.toContain(each)
    expect(text).not.toMatch(/act_|acs_|aci_|acr_|HRKU-/)
  })
  /** Logs in, renews and revokes, and returns the secrets of it. */
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
    const events = (await eventsOf(family(), admin)).filter(({ outcome }) => outcome !== 'success')
    expect(events.map((event) => [brief(event), event.actor.id, event.actor.tokenId])).toEqual([
      ['appConnections.create denied', member.id, member.tokenId],
      ['appConnections.get denied', nobody.id, nobody.tokenId],
      ['appConnections.list denied', nobody.id, nobody.tokenId],
      ['projects.create denied', member.id, member.tokenId],
      ['appConnections.create refused', admin.id, admin.tokenId],
      ['accessTokens.login failed', member.id, null],
    ])
    expect(JSON.stringify(events)).not.toContain(refused.credentials.authToken)
  })

  it('has nothing of reads of metadata, of input that does not fit, of the unknown, and of an unknown client', async () => {
    const { organization, admin } = await place()
    const { id } = await newConnection(family(), 'read', {}, { as: admin })
    const before = await family().query('select count(*)::int as n from audit_events')
    const as = admin
    for (const at of ['', '/available', `/${id}`, '/connection-name/read', '?limit=1']) {
      expect((await family().rest('GET', connectionsPath + at, { as })).status).toBe(200)
    }
    for (const at of ['/api/v1/app-connections', '/api/v1/app-connections/options', path, `${path}/export`]) {
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
    expect(await family().query('select count(*)::int as n from audit_events')).toEqual(before)
    expect(organization.orgId).not.toBe(family().orgId)
  })

  it('is read by filter, time range and page, by admins alone, of their own organization', async () => {
    const { organization, admin, person } = await place()
    const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()
    const [targetId, projectId] = [randomUUID(), organization.projectId]
    for (let minute = 0; minute < 10; minute++) {
      await insertEvents(family(), organization.orgId, 1, {
        at: at(minute),
        actor_id: minute % 2 ? person.id : admin.id,
        action: minute < 5 ? 'one.thing' : 'other.thing',
        target_id: minute === 3 ? targetId : null,
        project_id: minute > 7 ? projectId : null,
        outcome: minute === 9 ? 'denied' : 'success',
      })
    }
    const count = async (query: string) => (await eventsOf(family(), admin, query)).length
    expect(await count('')).toBe(10)
    expect(await count('&action=one.thing')).toBe(5)
    expect(await count('&action=nothing')).toBe(0)
    expect(await count(`&actorId=${person.id}`)).toBe(5)
    expect(await count(`&targetId=${targetId}`)).toBe(1)
    expect(await count(`&projectId=${projectId}`)).toBe(2)
    expect(await count('&outcome=denied')).toBe(1)
    // From is included, to is not.
    expect(await count(`&from=${at(2)}&to=${at(5)}`)).toBe(3)
    expect(await count(`&from=2026-01-01T02:02:00%2B02:00&to=${at(5)}`)).toBe(3)
    expect(await count(`&from=${at(5)}&action=one.thing`)).toBe(0)
    const whole = await eventsOf(family(), admin)
    const pages: AuditEvent[] = []
    for (let cursor = ''; ; ) {
      const next = page.parse((await family().rest('GET', `${path}?limit=3${cursor}`, { as: admin })).body)
      pages.push(...next.auditEvents)
      if (next.nextCursor === undefined) break
      cursor = `&cursor=${next.nextCursor}`
    }
    expect(pages).toEqual(whole.toReversed())
    const elsewhere = await place()
    expect(await eventsOf(family(), elsewhere.admin)).toEqual([])
    const member = await organization.machine({ organization: 'member', project: 'admin' })
    for (const address of [path, `${path}/export`]) {
      expect(errorOf(await family().rest('GET', address, { as: member }))).toMatchObject({
        statusCode: 403,
        details: [{ action: 'read', subject: 'audit-events' }],
      })
    }
    for (const query of [
      'from=yesterday',
      'to=2026-01-01',
      'limit=0',
      'limit=1001',
      'actorId=x',
      'cursor=',
      'action=a%00b',
      'outcome=%00',
    ]) {
      expect(errorOf(await family().rest('GET', `${path}?${query}`, { as: admin })).statusCode, query).toBe(422)
    }
    expect(errorOf(await family().rest('GET', `${path}?cursor=x`, { as: admin })).statusCode).toBe(400)
  })

  it('goes out as a stream of NDJSON, complete and in order, with memory that does not grow with it', async () => {
    const { organization, admin } = await place()
    const total = 25_000
    await insertEvents(family(), organization.orgId, total, { action: 'many' })
    const before = process.memoryUsage().rss
    const answer = await fetch(`${family().server.url}${path}/export?action=many`, { headers: admin.headers })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/x-ndjson'])
    const decoder = new TextDecoder()
    const seen = new Set<string>()
    let [rest, last, bytes, peak] = ['', '', 0, 0]
    for await (const chunk of answer.body ?? []) {
      bytes += chunk.byteLength
      peak = Math.max(peak, process.memoryUsage().rss)
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const { id, at } = auditEventSchema.parse(JSON.parse(line))
        if (last !== '' && `${at} ${id}` >= last) throw new Error('not newest first')
        last = `${at} ${id}`
        seen.add(id)
      }
    }
    expect(rest).toBe('')
    expect(seen.size).toBe(total)
    expect(bytes).toBeGreaterThan(total * 200)
    // The whole would be several times this much as objects.
    expect((peak - before) / 1024 / 1024).toBeLessThan(200)
  })

  it('breaks an export off rather than end it as if it were whole', async () => {
    const { organization, admin } = await place()
    await insertEvents(family(), organization.orgId, 20_000, { action: 'broken-off' })
    const answer = await fetch(`${family().server.url}${path}/export?action=broken-off`, { headers: admin.headers })
    const reader = answer.body?.getReader()
    await reader?.read()
    await family().query('alter table audit_events rename to away')
    const readToTheEnd = async () => {
      for (;;) if ((await reader?.read())?.done !== false) return
    }
    try {
      await expect(readToTheEnd()).rejects.toThrow()
    } finally {
      await family().query('alter table away rename to audit_events')
    }
  })

  it('holds ten refusals a minute of each kind and caller singly; the others wait to be summed', async () => {
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
    expect([count('appConnections.create', one), count('appConnections.create', two)]).toEqual([10, 1])
    expect(count('accessTokens.login', two)).toBe(10)
  })

  it('is kept as many days as the operator says', async () => {
    const { organization, admin } = await place()
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()
    for (const days of [1, 29, 31, 400])
      await insertEvents(family(), organization.orgId, 1, { at: daysAgo(days), action: `day.${days}` })
    await sweep(family().db, 365)
    expect((await eventsOf(family(), admin)).map(({ action }) => action)).toEqual(['day.31', 'day.29', 'day.1'])
    await sweep(family().db, 30)
    expect((await eventsOf(family(), admin)).map(({ action }) => action)).toEqual(['day.29', 'day.1'])
  })
})

/** Rows of events, all alike but for their ids and, a millisecond apart, their times. */
async function insertEvents(
  family: Family,
  orgId: string,
  count: number,
  change: Record<string, string | null>,
): Promise<void> {
  const row = {
    ...{
      at: new Date().toISOString(),
      actor_id: null,
      action: 'thing',
      target_id: null,
      project_id: null,
      outcome: 'success',
    },
    ...change,
  }
  await family.query(
    `insert into audit_events (id, org_id, at, actor_type, actor_id, action, target_type, target_id, project_id, outcome, req_id, detail)
     select gen_random_uuid(), $1, $2::timestamptz - n * interval '1 millisecond', 'identity', $3::uuid, $4, 'thing', $5::uuid, $6::uuid, $7, 'req-x',
       jsonb_build_object('n', n) from generate_series(0, $8::int - 1) n`,
    [orgId, row.at, row.actor_id, row.action, row.target_id, row.project_id, row.outcome, count],
  )
}
