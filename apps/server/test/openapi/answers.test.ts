import { randomUUID } from 'node:crypto'
import { type Platform, startPlatform } from '@app-connections/providers/testing'
import { type App, appSchema, apps, methodFacts, resourcesOf } from '@app-connections/schemas'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { identifierOf, resourcesIdentifierOf } from '../../src/openapi/answers/connection-answers.ts'
import { wordsOf } from '../../src/openapi/calls/words-of.ts'
import { openApiDocument } from '../../src/openapi/document.ts'
import { exportRoute, restRoutes } from '../../src/rest/routes.ts'
import { newMachine, newOrganization, newProject, type TestOrganization } from '../admin.ts'
import type { Request } from '../http.ts'
import { dataOf, siteUrl, useServer } from '../running-server.ts'
import { documentedAnswers } from './documented-answers.ts'
import { askSyncs } from './sync-asks.ts'

const connections = '/api/v1/app-connections'
const path = `${connections}/heroku`
const events = '/api/v1/audit-events'
const someGrant = { subject: { type: 'identity', id: randomUUID() }, actions: ['apps:read'] }
const daily = { rotationInterval: 1, rotateAtUtc: { hours: 0, minutes: 0 } }
const auth = '/api/v1/auth'
const document = openApiDocument([...restRoutes, exportRoute], { siteUrl, version: '0.0.0' })
const mistakes = documentedAnswers(document)

/** The apps that are called with their stand-ins' credentials. Heroku's failures are all called by hand. */
const others = appSchema.options.filter((app) => app !== 'heroku')
const platforms = new Map<App, Platform>()
function platformOf(app: App): Platform {
  const found = platforms.get(app)
  if (found === undefined) throw new Error(`nothing stands in for ${app}`)
  return found
}

describe('the answers of a running server on PGlite with the sandbox are as documented', () => {
  const server = useServer({
    engine: 'PGlite',
    async variables() {
      for (const app of others) platforms.set(app, await startPlatform(app))
      return Object.fromEntries([...platforms.values()].flatMap(({ variables }) => Object.entries(variables)))
    },
  })
  afterAll(() => Promise.all([...platforms.values()].map(({ close }) => close())))
  let organization: TestOrganization
  let token: string
  const seen = new Set<string>()
  beforeAll(async () => {
    organization = await newOrganization(server())
    token = organization.tokens.admin
  })

  /** Makes the call and compares its answer with the document. */
  async function ask(operationId: string, status: number, call: string, request: Request = {}) {
    const [method = '', address = ''] = call.split(' ')
    const answer = await server().call(method, address, { token, ...request })
    expect(answer.status, `${call}: ${answer.text}`).toBe(status)
    expect(mistakes(operationId, answer), `${operationId} ${status}: ${answer.text}`).toEqual([])
    seen.add(`${operationId} ${status}`)
    return answer
  }
  const input = async (name: string) => ({
    method: 'auth-token',
    name,
    credentials: { authToken: await server().mint() },
  })
  const idOf = (body: unknown) => z.object({ appConnection: z.object({ id: z.uuid() }) }).parse(body).appConnection.id
  const anonymous = { authorization: 'Bearer nonsense' }
  /** Makes every call of an app about a connection, without a caller and as a caller without a role. */
  async function refusals(app: App, connectionId: string, created: { readonly name: string }) {
    const routes = restRoutes.filter((route) => route.app === app && route.path.startsWith(connections))
    expect(routes.length).toBeGreaterThan(7)
    const bodies = new Map<string, object>([
      ['appConnections.create', created],
      ['appConnections.update', { description: 'x' }],
      ['appConnections.setRotation', daily],
      ['appConnections.settleCredential', { how: 'ended' }],
      ['grants.create', someGrant],
      ['grants.update', { usesLeft: 5 }],
      ['proofs.difference', { usesLeft: 5 }],
    ])
    for (const route of routes) {
      const { method, path: address, procedure } = route
      const at = address
        .replace(':connectionId', connectionId)
        .replace(':connectionName', created.name)
        .replace(/:(?:grantId|credentialId|leaseId)/, randomUUID())
      const request = bodies.has(procedure) ? { body: bodies.get(procedure) } : {}
      const { operationId } = wordsOf(route)
      await ask(operationId, 401, `${method} ${at}`, { ...request, headers: anonymous })
      const hidden = address.includes('/:connection')
      await ask(operationId, hidden ? 404 : 403, `${method} ${at}`, { ...request, token: organization.tokens.nobody })
    }
  }

  it('on creation', async () => {
    const id = 'createHerokuConnection'
    const call = `POST ${path}`
    const body = await input('first')
    const headers = { 'idempotency-key': 'once' }
    await ask(id, 200, call, { body, headers })
    await ask(id, 200, call, { body: await input('second') })
    await ask(id, 409, call, { body: { ...body, name: 'other' }, headers })
    await ask(id, 400, call, { body })
    await ask(id, 400, call, { body: '{' })
    await ask(id, 400, call, { body: { ...body, name: 'x', credentials: { authToken: `HRKU-${randomUUID()}` } } })
    await ask(id, 401, call, { body, headers: anonymous })
    await ask(id, 403, call, { body, token: organization.tokens.member })
    await ask(id, 404, call, { body: { ...body, projectId: randomUUID() } })
    await ask(id, 413, call, { body: 'x'.repeat(2_000_000) })
    await ask(id, 415, call, { body: 'x', headers: { 'content-type': 'text/plain' } })
    await ask(id, 422, call, { body: {} })
    await server().sandbox.control.setFault({ path: '/account', effect: { kind: 'reset' } })
    await ask(id, 502, call, { body: { ...body, name: 'x' } })
    await server().sandbox.control.setFault({ path: '/account', effect: { kind: 'rate-limit' } })
    await ask(id, 503, call, { body: { ...body, name: 'x' } })
  })

  it('on reading lists', async () => {
    for (const [id, call] of [
      ['listConnections', `GET ${connections}`],
      ['listHerokuConnections', `GET ${path}`],
    ] as const) {
      await ask(id, 200, call)
      await ask(id, 200, `${call}?limit=1`)
      await ask(id, 400, `${call}?limit=1&cursor=x`)
      await ask(id, 401, call, { headers: anonymous })
      await ask(id, 403, call, { token: organization.tokens.nobody })
      await ask(id, 404, `${call}?projectId=${randomUUID()}`)
      await ask(id, 422, `${call}?limit=0`)
    }
    const available = `GET ${path}/available`
    await ask('listAvailableHerokuConnections', 200, available)
    await ask('listAvailableHerokuConnections', 403, available, { token: organization.tokens.nobody })
    await ask('listAvailableHerokuConnections', 422, `${available}?projectId=`)
    await ask('listConnectionOptions', 200, `GET ${connections}/options`)
    await ask('listConnectionOptions', 401, `GET ${connections}/options`, { headers: anonymous })
  })

  it('on one connection', async () => {
    const id = idOf((await ask('createHerokuConnection', 200, `POST ${path}`, { body: await input('one') })).body)
    const one = `${path}/${id}`
    const unknown = `${path}/${randomUUID()}`
    const { member } = organization.tokens
    const headers = { 'if-match': '"other.1"' }

    await ask('getHerokuConnection', 200, `GET ${one}`)
    await ask('getHerokuConnection', 404, `GET ${unknown}`)
    await ask('getHerokuConnection', 422, `GET ${path}/nonsense`)
    await ask('getHerokuConnectionByName', 200, `GET ${path}/connection-name/one`)
    await ask('getHerokuConnectionByName', 404, `GET ${path}/connection-name/none`)
    await ask('getHerokuConnectionByName', 422, `GET ${path}/connection-name/one?projectId=`)

    await ask('checkHerokuConnection', 200, `POST ${one}/check`)
    await ask('checkHerokuConnection', 404, `POST ${unknown}/check`)
    await ask('listHerokuApps', 200, `GET ${one}/apps`)
    await ask('listHerokuApps', 404, `GET ${unknown}/apps`)
    await ask('getHerokuConnectionUsage', 200, `GET ${one}/usage`)
    await ask('getHerokuConnectionUsage', 404, `GET ${unknown}/usage`)
    await server().sandbox.control.setFault({ path: '/apps', effect: { kind: 'html' } })
    await ask('listHerokuApps', 502, `GET ${one}/apps`)

    await refusals('heroku', id, await input('one'))
    await ask('updateHerokuConnection', 200, `PATCH ${one}`, { body: { description: 'x' } })
    await ask('updateHerokuConnection', 400, `PATCH ${one}`, { body: { credentials: {} } })
    await ask('updateHerokuConnection', 403, `PATCH ${one}`, { body: { description: 'y' }, token: member })
    await ask('updateHerokuConnection', 412, `PATCH ${one}`, { body: { description: 'y' }, headers })
    await ask('updateHerokuConnection', 422, `PATCH ${one}`, { body: { name: 'No' } })

    const holder = { type: 'person', id: organization.admin.personId }
    const grants = `${one}/grants`
    const body = { ...someGrant, subject: holder }
    const granted = { 'idempotency-key': 'grant' }
    const made = await ask('createHerokuGrant', 200, `POST ${grants}`, { body, headers: granted })
    const { grant } = z.object({ grant: z.object({ id: z.uuid() }) }).parse(made.body)
    await ask('createHerokuGrant', 403, `POST ${grants}`, { body, token: member })
    await ask('createHerokuGrant', 404, `POST ${grants}`, { body: { ...body, parentId: randomUUID() } })
    await ask('createHerokuGrant', 409, `POST ${grants}`, { body: { ...body, usesLeft: 5 }, headers: granted })
    await ask('createHerokuGrant', 422, `POST ${grants}`, { body: { ...body, actions: ['apps:paint'] } })
    await ask('createHerokuGrant', 422, `POST ${grants}`, { body: { ...body, apps: ['none-such'] } })
    await server().sandbox.control.setFault({ path: '/apps', effect: { kind: 'html' } })
    await ask('createHerokuGrant', 502, `POST ${grants}`, { body: { ...body, apps: ['none-such'] } })
    await ask('listHerokuGrants', 200, `GET ${grants}?limit=1`)
    await ask('listHerokuGrants', 400, `GET ${grants}?cursor=x`)
    await ask('listHerokuGrants', 422, `GET ${grants}?limit=0`)
    await ask('getHerokuGrant', 200, `GET ${grants}/${grant.id}`)
    await ask('getHerokuGrant', 404, `GET ${grants}/${randomUUID()}`)
    await ask('updateHerokuGrant', 200, `PATCH ${grants}/${grant.id}`, { body: { usesLeft: 5 } })
    await ask('updateHerokuGrant', 422, `PATCH ${grants}/${grant.id}`, { body: { usesLeft: 0 } })
    const proof = `${grants}/${grant.id}/proof`
    await ask('proveHerokuGrant', 200, `GET ${proof}`)
    await ask('compareHerokuGrant', 200, `POST ${proof}`, { body: { actions: ['apps:read'], usesLeft: 9 } })
    await ask('compareHerokuGrant', 422, `POST ${proof}`, { body: { actions: ['apps:paint'] } })
    await ask('getHerokuProxyRights', 200, `GET ${one}/proxy-rights`)
    await ask('endHerokuGrant', 200, `DELETE ${grants}/${grant.id}`)
    await ask('endHerokuGrant', 409, `DELETE ${grants}/${grant.id}`)
    await ask('updateHerokuGrant', 409, `PATCH ${grants}/${grant.id}`, { body: { usesLeft: 5 } })
    await ask('compareHerokuGrant', 409, `POST ${proof}`, { body: { usesLeft: 5 } })

    await leases(one)
    await rotation(one, member)
    await ask('deleteHerokuConnection', 403, `DELETE ${one}`, { token: member })
    await ask('deleteHerokuConnection', 412, `DELETE ${one}`, { headers })
    await ask('deleteHerokuConnection', 200, `DELETE ${one}`)
    await ask('deleteHerokuConnection', 404, `DELETE ${one}`)
  })

  async function leases(one: string) {
    const at = `${one}/leases`
    const holder = await newMachine(server(), organization.admin, 'member')
    const subject = { type: 'identity', id: holder.id }
    const by = { token: holder.token }
    await ask('createHerokuLease', 403, `POST ${at}`, { ...by, body: {} })
    const lease = { scopes: ['read'], maxSeconds: 900 }
    const body = { subject, actions: ['leases:create'], lease }
    await ask('createHerokuGrant', 200, `POST ${one}/grants`, { body })
    await ask('createHerokuGrant', 422, `POST ${one}/grants`, { body: { ...body, lease: { ...lease, scopes: ['x'] } } })
    const made = await ask('createHerokuLease', 200, `POST ${at}`, { ...by, body: { seconds: 90 } })
    const opened = z.object({ lease: z.object({ id: z.uuid() }) }).parse(made.body)
    await ask('createHerokuLease', 403, `POST ${at}`, { ...by, body: { scopes: ['global'] } })
    await ask('createHerokuLease', 422, `POST ${at}`, { ...by, body: { seconds: 59 } })
    await ask('createHerokuLease', 404, `POST ${at.replace(/[0-9a-f-]{36}/, randomUUID())}`, { ...by, body: {} })
    await server().sandbox.control.setFault({ path: '/oauth/authorizations', effect: { kind: 'html' } })
    await ask('createHerokuLease', 502, `POST ${at}`, { ...by, body: {} })
    await ask('listHerokuLeases', 200, `GET ${at}`, by)
    await ask('getHerokuLease', 200, `GET ${at}/${opened.lease.id}`, by)
    await ask('getHerokuLease', 404, `GET ${at}/${randomUUID()}`, by)
    const renewed = await ask('renewHerokuLease', 200, `POST ${at}/${opened.lease.id}/renew`, { ...by, body: {} })
    const { lease: next } = z.object({ lease: z.object({ id: z.uuid() }) }).parse(renewed.body)
    await ask('endHerokuLease', 200, `DELETE ${at}/${next.id}`)
    await ask('renewHerokuLease', 409, `POST ${at}/${opened.lease.id}/renew`, { ...by, body: {} })
    await ask('renewHerokuLease', 422, `POST ${at}/${opened.lease.id}/renew`, { ...by, body: { seconds: 'x' } })
    await ask('renewHerokuLease', 404, `POST ${at}/${randomUUID()}/renew`, { ...by, body: {} })
    await ask('endHerokuLease', 409, `DELETE ${at}/${opened.lease.id}`, by)
    await ask('endHerokuLease', 404, `DELETE ${at}/${randomUUID()}`, by)
  }

  async function rotation(one: string, member: string) {
    const [at, back, rotate] = [`${one}/rotation`, `POST ${one}/rotation/roll-back`, `POST ${one}/rotate-credentials`]
    const settle = `POST ${at}/credentials/${randomUUID()}/settle`
    await ask('rotateHerokuCredentials', 404, rotate)
    await ask('getHerokuRotation', 200, `GET ${at}`)
    await ask('setHerokuRotation', 422, `PUT ${at}`, { body: {} })
    await ask('setHerokuRotation', 403, `PUT ${at}`, { body: daily, token: member })
    await ask('setHerokuRotation', 200, `PUT ${at}`, { body: daily })
    await ask('rollBackHerokuRotation', 409, back)
    await ask('rotateHerokuCredentials', 403, rotate, { token: member })
    await ask('rotateHerokuCredentials', 200, rotate)
    await server().sandbox.control.setFault({ path: '/account', effect: { kind: 'rate-limit' } })
    await ask('rollBackHerokuRotation', 503, back)
    await ask('rollBackHerokuRotation', 200, back)
    await ask('getHerokuRotation', 200, `GET ${at}`)
    await ask('getHerokuConnection', 200, `GET ${one}`)
    await ask('stopHerokuRotation', 200, `DELETE ${at}`)
    await server().sandbox.control.setFault({ path: '/oauth/authorizations', effect: { kind: 'html' } })
    await ask('rotateHerokuCredentials', 502, rotate)
    await ask('settleHerokuCredential', 404, settle, { body: { how: 'ended' } })
    const open = randomUUID()
    await server().database.pool.query(
      `insert into rotated_credentials (id, org_id, connection_id, state)
       select $1, org_id, id, 'open' from connections where id = $2`,
      [open, one.split('/').at(-1)],
    )
    await ask('settleHerokuCredential', 200, `POST ${at}/credentials/${open}/settle`, { body: { how: 'ended' } })
    await ask('settleHerokuCredential', 422, settle, { body: { how: 'gladly' } })
  }

  it.each(others)('on the connections of %s, whose calls are its own', async (app) => {
    const family = `${connections}/${app}`
    const { name } = apps[app]
    const id = identifierOf(app)
    const { accepted, refused, close } = platformOf(app)
    const [given, bad] = [accepted[0]?.input, refused[0]]
    if (given === undefined || bad === undefined) throw new Error(`the stand-in of ${app} has no credentials`)
    for (const secret of Object.values(given.credentials)) server().secrets.add(secret)
    const facts = methodFacts(app, given.method)
    const body = { name: `of-${app}`, ...given }
    const create = `create${id}Connection`
    const connectionId = idOf((await ask(create, 200, `POST ${family}`, { body })).body)
    const one = `${family}/${connectionId}`
    await refusals(app, connectionId, body)
    const wrong = { ...body, name: 'x' }
    const refusal = await ask(create, 400, `POST ${family}`, { body: { ...wrong, ...bad.input } })
    expect(refusal.body).toMatchObject({ message: expect.stringMatching(bad.sentence) })
    const required = Object.entries(facts?.fields ?? {}).map(([field, schema]) => ({
      path: ['credentials', field],
      message: `${schema.meta()?.title} required`,
    }))
    for (const credentials of [{}, { carrierPigeon: 'x' }]) {
      const issues = await ask(create, 422, `POST ${family}`, { body: { ...wrong, credentials } })
      expect(issues.body).toMatchObject({ message: required })
    }
    const gateway = await ask(create, 422, `POST ${family}`, { body: { ...wrong, gatewayId: 'x' } })
    expect(gateway.body).toMatchObject({ message: [{ message: `Not supported for ${name} Connections` }] })
    await ask(create, 422, `POST ${family}`, { body: { ...wrong, method: 'auth-token' } })
    await ask(`list${id}Connections`, 200, `GET ${family}`)
    await ask(`listAvailable${id}Connections`, 200, `GET ${family}/available`)
    await ask(`get${id}Connection`, 200, `GET ${one}`)
    await ask(`get${id}ConnectionUsage`, 200, `GET ${one}/usage`)
    await ask(`get${id}ConnectionByName`, 200, `GET ${family}/connection-name/of-${app}`)
    const { body: checked } = await ask(`check${id}Connection`, 200, `POST ${one}/check`)
    expect(checked).toMatchObject({ appConnection: { app, health: { status: 'healthy' } } })
    expect((await server().call('GET', `${one}/apps`, { token })).status).toBe(404)
    expect((await server().call('GET', one.replace(`/${app}/`, '/heroku/'), { token })).status).toBe(400)
    const unfit = await ask(`update${id}Connection`, 400, `PATCH ${one}`, { body: { credentials: {} } })
    const sentence = `Invalid credential format for ${name} Connection with method ${facts?.name}`
    expect(unfit.body).toMatchObject({ message: sentence })
    const { credentials } = given
    await ask(`update${id}Connection`, 200, `PATCH ${one}`, { body: { credentials } })
    // A platform without a broker has no grants; one that has finds none of these.
    const grants = `${one}/grants`
    await ask(`list${id}Grants`, 200, `GET ${grants}`)
    const ungranted = (await ask(`create${id}Grant`, 400, `POST ${grants}`, { body: someGrant })).body
    expect(ungranted).toMatchObject({ message: `${name} Connections cannot be used through a grant` })
    await ask(`get${id}ProxyRights`, 400, `GET ${one}/proxy-rights`)
    const leases = `${one}/leases`
    const unleased = (await ask(`create${id}Lease`, 400, `POST ${leases}`, { body: {} })).body
    expect(unleased).toMatchObject({ message: expect.stringContaining(`${name} Connections`) })
    await ask(`list${id}Leases`, 400, `GET ${leases}`)
    const lease = `${leases}/${randomUUID()}`
    await ask(`get${id}Lease`, 400, `GET ${lease}`)
    await ask(`end${id}Lease`, 400, `DELETE ${lease}`)
    await ask(`renew${id}Lease`, 400, `POST ${lease}/renew`, { body: {} })
    const { many } = resourcesOf(app) ?? {}
    const list =
      many === undefined ? undefined : ([`list${id}${resourcesIdentifierOf(app)}`, `GET ${one}/${many}`] as const)
    if (list !== undefined) {
      const { body: reached } = await ask(list[0], 200, list[1])
      expect(reached).toContainEqual({ id: expect.any(String), name: expect.any(String) })
    }
    platforms.delete(app)
    await close()
    if (list !== undefined) await ask(list[0], 502, list[1])
    await ask(create, 502, `POST ${family}`, { body: wrong })
    await ask(`delete${id}Connection`, 200, `DELETE ${one}?revokeUpstream=true`)
  })

  it('on secrets', async () => {
    const { admin } = organization
    const projectId = await newProject(admin)
    const machine = await newMachine(server(), admin, 'member')
    const membership = { scope: 'project', projectId, member: { identityId: machine.id }, role: 'admin' }
    await admin.mutate('members.set', membership)
    const as = { token: machine.token }
    const place = { environment: 'production', secretPath: '/web' }
    for (const [family, suffix, project] of [
      ['/api/v4/secrets', '', { projectId }],
      ['/api/v3/secrets/raw', 'Raw', { workspaceId: projectId }],
    ] as const) {
      const one = `${family}/KEY`
      const body = { ...place, ...project }
      const query = new URLSearchParams(body)
      const value = { ...body, secretValue: 'a' }
      await ask(`createSecret${suffix}`, 200, `POST ${one}`, { ...as, body: value })
      await ask(`createSecret${suffix}`, 400, `POST ${one}`, { ...as, body: value })
      await ask(`createSecret${suffix}`, 404, `POST ${one}`, {
        ...as,
        body: { ...value, projectId: randomUUID(), workspaceId: randomUUID() },
      })
      await ask(`createSecret${suffix}`, 422, `POST ${one}`, { ...as, body: { ...body, secretValue: 7 } })
      await ask(`updateSecret${suffix}`, 200, `PATCH ${one}`, { ...as, body: { ...value, secretComment: 'why' } })
      await ask(`updateSecret${suffix}`, 404, `PATCH ${family}/NONE`, { ...as, body: value })
      await ask(`listSecrets${suffix}`, 200, `GET ${family}?${query}`, as)
      await ask(`listSecrets${suffix}`, 401, `GET ${family}?${query}`, { headers: anonymous })
      await ask(`listSecrets${suffix}`, 422, `GET ${family}?recursive=perhaps`, as)
      await ask(`getSecret${suffix}`, 200, `GET ${one}?${query}&viewSecretValue=false`, as)
      await ask(`getSecret${suffix}`, 404, `GET ${family}/NONE?${query}`, as)
      await ask(`deleteSecret${suffix}`, 200, `DELETE ${one}`, { ...as, body })
      await ask(`deleteSecret${suffix}`, 404, `DELETE ${one}`, { ...as, body })
    }
    const body = { ...place, projectId }
    const batch = '/api/v4/secrets/batch'
    const [text, exported] = ['POST /api/v4/secrets/import', 'GET /api/v4/secrets/export']
    const imported = { ...body, content: 'LINES="a\\nb"', dialect: 'dotenv' }
    await ask('importSecrets', 200, text, { ...as, body: imported })
    await ask('importSecrets', 400, text, { ...as, body: { ...imported, dialect: undefined } })
    await ask('importSecrets', 422, text, { ...as, body })
    await ask('importSecrets', 404, text, { ...as, body: { ...imported, projectId: randomUUID() } })
    await ask('exportSecrets', 200, `${exported}?${new URLSearchParams(body)}`, as)
    await ask('exportSecrets', 400, `${exported}?${new URLSearchParams({ ...body, dialect: 'docker' })}`, as)
    await ask('exportSecrets', 404, `${exported}?${new URLSearchParams({ ...body, projectId: randomUUID() })}`, as)
    const secrets = ['A', 'B'].map((secretKey) => ({ secretKey, secretValue: 'x' }))
    await ask('createSecrets', 200, `POST ${batch}`, { ...as, body: { ...body, secrets } })
    await ask('createSecrets', 400, `POST ${batch}`, { ...as, body: { ...body, secrets } })
    await ask('updateSecrets', 200, `PATCH ${batch}`, { ...as, body: { ...body, mode: 'upsert', secrets } })
    await ask('updateSecrets', 404, `PATCH ${batch}`, { ...as, body: { ...body, secrets: [{ secretKey: 'NONE' }] } })
    await ask('deleteSecrets', 200, `DELETE ${batch}`, { ...as, body: { ...body, secrets } })
    await ask('deleteSecrets', 422, `DELETE ${batch}`, { ...as, body: { ...body, secrets: [] } })
  })

  it('on syncs', async () => {
    const { admin } = organization
    const projectId = await newProject(admin, 'Synced')
    const machine = await newMachine(server(), admin, 'admin')
    const membership = { scope: 'project', projectId, member: { identityId: machine.id }, role: 'admin' }
    await admin.mutate('members.set', membership)
    const made = await ask('createHerokuConnection', 200, `POST ${path}`, { body: await input('for-syncs') })
    await askSyncs(server(), ask, { token: machine.token, projectId, connectionId: idOf(made.body) })
  })

  it('on access tokens', async () => {
    const { clientId, clientSecret } = await newMachine(server(), organization.admin, 'member')
    const [login, renew, revoke] = [
      `POST ${auth}/universal-auth/login`,
      `POST ${auth}/token/renew`,
      `POST ${auth}/token/revoke`,
    ]
    const answer = await ask('logIn', 200, login, { body: { clientId, clientSecret } })
    const { accessToken } = z.object({ accessToken: z.string() }).parse(answer.body)
    server().secrets.add(accessToken)
    await ask('logIn', 401, login, { body: { clientId, clientSecret: 'wrong' } })
    await ask('logIn', 422, login, { body: {} })
    await ask('logIn', 415, login, { body: 'x', headers: { 'content-type': 'text/plain' } })
    await ask('renewAccessToken', 200, renew, { body: { accessToken } })
    await ask('revokeAccessToken', 200, revoke, { body: { accessToken } })
    await ask('renewAccessToken', 401, renew, { body: { accessToken } })
    await ask('revokeAccessToken', 401, revoke, { body: { accessToken } })
    await ask('revokeAccessToken', 422, revoke, { body: {} })
  })

  it('on the login of a person on a program, and where its token does', async () => {
    const begun = await ask('startDeviceLogin', 200, `POST ${auth}/device`, { body: { client_id: 'script' } })
    await ask('startDeviceLogin', 422, `POST ${auth}/device`, { body: { client_id: '' } })
    const codes = z.object({ device_code: z.string(), user_code: z.string() }).parse(begun.body)
    const poll = `POST ${auth}/device/token`
    const body = { device_code: codes.device_code }
    await ask('takeDeviceLogin', 400, poll, { body })
    await ask('takeDeviceLogin', 422, poll, { body: {} })
    dataOf(await organization.admin.mutate('deviceLogins.confirm', { userCode: codes.user_code }))
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const grantType = 'urn:ietf:params:oauth:grant-type:device_code'
    const asForm = `${new URLSearchParams({ ...body, grant_type: grantType, client_id: 'script' })}`
    const taken = await ask('takeDeviceLogin', 200, poll, { body: asForm, headers: form })
    await ask('takeDeviceLogin', 409, poll, { body })
    const personal = z.object({ access_token: z.string() }).parse(taken.body).access_token
    for (const secret of [codes.device_code, personal]) server().secrets.add(secret)
    await ask('listUsableConnections', 200, `GET ${connections}/proxy-rights`, { token: personal })
    await ask('listUsableConnections', 422, `GET ${connections}/proxy-rights?connection=`)
    await ask('listConnections', 403, `GET ${connections}`, { token: personal })
    await ask('revokeAccessToken', 200, `POST ${auth}/token/revoke`, { body: { accessToken: personal } })
  })

  it('on audit events', async () => {
    for (const [id, call] of [
      ['listAuditEvents', `GET ${events}`],
      ['exportAuditEvents', `GET ${events}/export`],
    ] as const) {
      await ask(id, 200, call)
      await ask(id, 403, call, { token: organization.tokens.member })
      await ask(id, 422, `${call}?from=yesterday`)
    }
    await ask('listAuditEvents', 400, `GET ${events}?cursor=x`)
  })

  it('for every operation that succeeds', () => {
    const all = Object.values(document.paths).flatMap((verbs) => Object.values(verbs))
    const ofGrants = others.flatMap((app) =>
      [
        ...['create_Lease', 'list_Leases', 'get_Lease', 'end_Lease', 'renew_Lease'],
        ...[
          'create_Grant',
          'get_Grant',
          'update_Grant',
          'end_Grant',
          'prove_Grant',
          'compare_Grant',
          'get_ProxyRights',
        ],
      ].map((id) => id.replace('_', identifierOf(app))),
    )
    const missing = all
      .map(({ operationId }) => operationId)
      .filter((id) => !seen.has(`${id} 200`) && !ofGrants.includes(id))
    expect(missing).toEqual([])
  })

  it('and an answer that is not as documented would be noticed', async () => {
    const answer = await server().call('GET', `${connections}/options`, { token })
    expect(mistakes('listConnections', answer).length).toBeGreaterThan(0)
    expect(mistakes('listConnectionOptions', { ...answer, status: 418 })).toEqual([
      'listConnectionOptions does not document 418',
    ])
    const more = { ...answer, body: { appConnectionOptions: [{ name: 'x', app: 'heroku', methods: [], more: 1 }] } }
    expect(mistakes('listConnectionOptions', more)).toEqual([
      '/appConnectionOptions/0 must NOT have additional properties',
    ])
  })

  it('and the document and its page are served to everyone, cacheable, and to GET alone', async () => {
    const json = await server().call('GET', '/api/openapi.json')
    expect([json.status, json.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8'])
    expect(json.body).toMatchObject({ paths: JSON.parse(JSON.stringify(document.paths)), servers: [{ url: siteUrl }] })
    const page = await server().call('GET', '/api/docs')
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    )
    for (const address of ['/api/openapi.json', '/api/docs']) {
      const { headers } = await server().call('GET', address)
      expect(headers.get('cache-control')).toBe('no-cache')
      const again = await server().call('GET', address, { headers: { 'if-none-match': headers.get('etag') ?? '' } })
      expect([again.status, again.text]).toEqual([304, ''])
      const wrong = await server().call('POST', address, { body: {} })
      expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    }
  })
})
