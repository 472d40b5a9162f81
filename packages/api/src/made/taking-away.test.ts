import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import { grantsPageSchema, identitySchema, madeSchema } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { newOrganization, signedIn } from '../../test/organization.ts'
import { call, refusal, useServices } from '../../test/services.ts'
import { type Caller, callerOfAccessToken, type Person, type ProcedurePath } from '../index.ts'

const address = '192.0.2.1'
const ends = z.object({ ended: z.array(madeSchema).default([]), wouldEnd: z.array(madeSchema).default([]) })

describe.each(engines)('rights that are taken away on %s', (engine) => {
  const test = useServices(engine)
  const act = (caller: Caller | undefined, path: ProcedurePath, input: unknown) =>
    call(test().services, caller, path, input)

  /** An organization with an admin who stays, another admin who made a bot that is admin, and a bot that others use. */
  async function place() {
    const organization = await newOrganization(test().services)
    const admin = await organization.person({ organization: 'admin' })
    const mal = await organization.person({ organization: 'admin' })
    const identity = async (name: string, role = 'admin') =>
      identitySchema.parse(await act(admin, 'identities.create', { name, role }))
    const bot = await identity('bot')
    return { organization, admin, mal, identity, bot, deploy: await identity('deploy') }
  }
  type Place = Awaited<ReturnType<typeof place>>

  async function machine(accessToken: string): Promise<Caller> {
    const caller = await callerOfAccessToken(test().services, accessToken, address)
    if (caller === undefined) throw new Error('the token was just made')
    return caller
  }
  async function secretOf(maker: Caller, identityId: string): Promise<string> {
    const made = await act(maker, 'clientSecrets.create', { identityId, label: 'ci' })
    return z.object({ clientSecret: z.string() }).parse(made).clientSecret
  }
  async function staticTokenOf(maker: Caller, identityId: string): Promise<string> {
    const made = await act(maker, 'accessTokens.createStatic', { identityId, label: 'ci' })
    return z.object({ accessToken: z.string() }).parse(made).accessToken
  }
  async function logIn(clientId: string, clientSecret: string): Promise<string> {
    const answer = await act(undefined, 'accessTokens.login', { clientId, clientSecret })
    return z.object({ accessToken: z.string() }).parse(answer).accessToken
  }
  const works = async (token: string) => (await callerOfAccessToken(test().services, token, address)) !== undefined
  const status = async (answer: Promise<unknown>) => (await refusal(answer)).statusCode

  /** Each makes something with the maker's right, and resolves with a check whether that still works. */
  const makings: Record<string, (maker: Caller, at: Place) => Promise<() => Promise<void>>> = {
    async 'a client secret'(maker, { deploy }) {
      const secret = await secretOf(maker, deploy.id)
      const token = await logIn(deploy.clientId, secret)
      return async () => {
        expect(await works(token)).toBe(false)
        expect(await status(logIn(deploy.clientId, secret))).toBe(401)
      }
    },
    async 'a static token'(maker, { deploy }) {
      const token = await staticTokenOf(maker, deploy.id)
      return async () => expect(await works(token)).toBe(false)
    },
    async 'a secret of the second generation'(maker, { bot, deploy }) {
      const through = await machine(await logIn(bot.clientId, await secretOf(maker, bot.id)))
      const secret = await secretOf(through, deploy.id)
      const third = await staticTokenOf(await machine(await logIn(deploy.clientId, secret)), deploy.id)
      return async () => {
        expect(await status(logIn(deploy.clientId, secret))).toBe(401)
        expect(await works(third)).toBe(false)
      }
    },
    async 'a secret whose own maker’s secret is gone by then'(maker, { admin, bot, deploy }) {
      const made = await act(maker, 'clientSecrets.create', { identityId: bot.id })
      const first = z.object({ id: z.uuid(), clientSecret: z.string() }).parse(made)
      const secret = await secretOf(await machine(await logIn(bot.clientId, first.clientSecret)), deploy.id)
      await act(admin, 'clientSecrets.remove', { clientSecretId: first.id })
      return async () => expect(await status(logIn(deploy.clientId, secret))).toBe(401)
    },
    async 'an invitation'(maker) {
      const made = await act(maker, 'invitations.create', { email: `${randomUUID()}@example.com`, role: 'admin' })
      const { token } = z.object({ token: z.string() }).parse(made)
      const accept = { token, name: 'Eve', password: 'a long password' }
      return async () => expect(await status(act(undefined, 'invitations.accept', accept))).toBe(400)
    },
    async 'a webhook'(maker, { admin }) {
      const input = { url: 'http://127.0.0.1:9/hook?secret=1', description: '', events: ['connection.created'] }
      const { id } = z.object({ id: z.uuid() }).parse(await act(maker, 'webhooks.create', input))
      return async () => {
        const webhooks = z.array(z.object({ id: z.uuid(), enabled: z.boolean() }))
        const all = webhooks.parse(await act(admin, 'webhooks.list', undefined))
        expect(all.find((webhook) => webhook.id === id)).toMatchObject({ enabled: false })
      }
    },
    async 'a grant'(maker, { admin, organization, deploy }) {
      const connectionId = randomUUID()
      await test().database.pool.query(
        `insert into connections (id, org_id, name, app, method, credentials, credentials_hash, version, revision,
          seal_revision, account, created_at, updated_at)
        values ($1, $2, $3, 'heroku', 'auth-token', '\\x00', 'a hash', 1, 1, 1, '{}', now(), now())`,
        [connectionId, organization.id, connectionId],
      )
      const ref = { app: 'heroku', connectionId }
      const input = { ...ref, subject: { type: 'identity', id: deploy.id }, actions: ['apps:read'] }
      const { id } = z.object({ id: z.uuid() }).parse(await act(maker, 'grants.create', input))
      return async () => {
        const { grants } = grantsPageSchema.parse(await act(admin, 'grants.list', ref))
        expect(grants.filter((grant) => grant.id === id && grant.live)).toEqual([])
      }
    },
    async 'a link for a new password'(maker, { organization }) {
      const { id: personId } = await organization.person({ organization: 'member' })
      const making = act(maker, 'people.createPasswordReset', { personId })
      // No identity can make one, because whoever holds such a link can sign in as that person.
      if (maker.kind === 'identity') {
        expect(await refusal(making)).toMatchObject({ statusCode: 403 })
        return async () => {}
      }
      const { url } = z.object({ url: z.string() }).parse(await making)
      const reset = { token: url.split('#')[1], password: 'a new password' }
      return async () => expect(await status(act(undefined, 'people.resetPassword', reset))).toBe(400)
    },
  }

  /** Each takes a right from a person or an identity that made something with it. */
  const takings: Record<
    string,
    { maker: 'person' | 'identity'; take: (at: Place, dryRun?: true) => Promise<unknown> }
  > = {
    'a person who is demoted': {
      maker: 'person',
      take: ({ admin, mal }, dryRun) =>
        act(admin, 'members.set', { scope: 'organization', member: { personId: mal.id }, role: 'no-access', dryRun }),
    },
    'a person who is removed': {
      maker: 'person',
      take: ({ admin, mal }, dryRun) =>
        act(admin, 'members.remove', { scope: 'organization', member: { personId: mal.id }, dryRun }),
    },
    'an identity that is demoted': {
      maker: 'identity',
      take: ({ admin, bot }, dryRun) =>
        act(admin, 'members.set', { scope: 'organization', member: { identityId: bot.id }, role: 'member', dryRun }),
    },
    'an identity that is removed': {
      maker: 'identity',
      take: ({ admin, bot }, dryRun) =>
        act(admin, 'members.remove', { scope: 'organization', member: { identityId: bot.id }, dryRun }),
    },
    'an identity that is deleted': {
      maker: 'identity',
      take: ({ admin, bot }, dryRun) => act(admin, 'identities.remove', { identityId: bot.id, dryRun }),
    },
  }

  it.each(Object.keys(takings))('end with everything made through %s, and nothing else ends', async (who) => {
    const { maker: kind, take } = takings[who] ?? expect.unreachable('a name of the table')
    const at = await place()
    const asBot = async () => machine(await staticTokenOf(at.admin, at.bot.id))
    const kept = { token: await staticTokenOf(at.admin, at.deploy.id), secret: await secretOf(at.admin, at.deploy.id) }
    const checks: (() => Promise<void>)[] = []
    for (const make of Object.values(makings)) {
      checks.push(await make(kind === 'person' ? at.mal : await asBot(), at))
    }
    const { wouldEnd } = ends.parse(await take(at, true))
    const counted = (made: z.output<typeof madeSchema>[]) =>
      Object.entries(Object.groupBy(made, (one) => one.kind)).map(([name, all]) => `${name} ${all?.length}`)
    expect(JSON.stringify(wouldEnd)).not.toContain('secret=1')
    expect(wouldEnd.find((made) => made.kind === 'client-secret')?.identity?.name).toMatch(/^(bot|deploy)$/)
    expect(wouldEnd.find((made) => made.kind === 'webhook')).toMatchObject({ name: 'http://127.0.0.1:9' })
    // The dry run has changed nothing.
    expect(ends.parse(await take(at, true)).wouldEnd).toEqual(wouldEnd)
    const { ended } = ends.parse(await take(at))
    expect(counted(ended)).toEqual(counted(wouldEnd))
    for (const check of checks) await check()
    expect(await works(kept.token)).toBe(true)
    expect(await works(await logIn(at.deploy.clientId, kept.secret))).toBe(true)
  })

  it('leave what another admin has vouched for since: an address chosen, a webhook switched on', async () => {
    const { admin, mal } = await place()
    const input = { url: 'http://127.0.0.1:9/hook', description: '', events: ['connection.created'] }
    const { id } = z.object({ id: z.uuid() }).parse(await act(mal, 'webhooks.create', input))
    await act(admin, 'webhooks.update', { webhookId: id, url: 'http://127.0.0.1:9/other' })
    const removed = await act(admin, 'members.remove', { scope: 'organization', member: { personId: mal.id } })
    expect(removed).toEqual({ removed: true })
    expect(await act(admin, 'webhooks.list', undefined)).toMatchObject([{ id, enabled: true }])
  })

  it('are looked at again when a link for a new password is used', async () => {
    const { services } = test()
    const { organization, mal } = await place()
    const grace = await organization.person({ organization: 'member' })
    const made = await act(mal, 'people.createPasswordReset', { personId: grace.id })
    const token = z.object({ url: z.string() }).parse(made).url.split('#')[1]
    const elsewhere = await newOrganization(services)
    await services.db
      .insertInto('memberships')
      .values({ id: randomUUID(), org_id: elsewhere.id, project_id: null, person_id: grace.id, role: 'member' })
      .execute()
    expect(await status(act(undefined, 'people.resetPassword', { token, password: 'a new password' }))).toBe(400)
  })

  it('are those of now, not of when the call came in', async () => {
    const { organization, admin, mal, deploy } = await place()
    const stale: Person = mal
    await act(admin, 'members.set', { scope: 'organization', member: { personId: mal.id }, role: 'member' })
    const calls: [ProcedurePath, unknown][] = [
      ['accessTokens.createStatic', { identityId: deploy.id }],
      ['clientSecrets.create', { identityId: deploy.id }],
      ['invitations.create', { email: 'eve@example.com', role: 'admin' }],
      ['members.set', { scope: 'organization', member: { personId: mal.id }, role: 'admin' }],
      ['people.createPasswordReset', { personId: admin.id }],
      ['organizations.create', { name: `New ${randomUUID()}` }],
      ['webhooks.create', { url: 'http://127.0.0.1:9/', description: '', events: ['connection.created'] }],
    ]
    for (const [path, input] of calls) expect(await status(act(stale, path, input)), path).toBe(403)
    await act(admin, 'members.remove', { scope: 'organization', member: { personId: mal.id } })
    for (const [path, input] of calls) expect(await status(act(stale, path, input)), path).toBe(401)
    const token = await staticTokenOf(admin, deploy.id)
    const bot = await machine(token)
    await act(undefined, 'accessTokens.revoke', { accessToken: token })
    for (const [path, input] of calls.slice(0, 4)) expect(await status(act(bot, path, input)), path).toBe(401)
    expect((await signedIn(test().services, admin.id)).memberships).toMatchObject([{ orgId: organization.id }])
  })
})
