import { randomUUID } from 'node:crypto'
import { tokenHash } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { useOAuth } from '../../test/oauth.ts'
import { eventsOf } from '../../test/organization.ts'
import { call, refusal } from '../../test/services.ts'
import type { Caller } from '../index.ts'

const started = z.object({ url: z.url() })

describe.each(engines)('starting a consent on %s with the sandbox', (engine) => {
  const test = useOAuth(engine)
  const states = () => test().services.db.selectFrom('oauth_states').selectAll().execute()
  const start = async (input: object, caller: Caller = test().admin) =>
    call(test().services, caller, 'oauth.start', { app: 'heroku', ...input })

  it('answers where to go, and keeps of the state only a hash with its session, its purpose and ten minutes', async () => {
    const { admin, organization } = test()
    const before = Date.now()
    const name = `c-${randomUUID()}`
    const { url } = started.parse(await start({ purpose: 'create', name, description: 'Shop' }))
    const state = `${new URL(url).searchParams.get('state')}`
    expect(state).toMatch(/^aco_[\w-]{43}$/)
    const kept = (await states()).find(({ state_hash }) => Buffer.from(state_hash).equals(tokenHash(state)))
    expect(kept).toMatchObject({ org_id: organization.id, session_id: admin.tokenId })
    expect(kept?.purpose).toEqual({ app: 'heroku', purpose: 'create', name, description: 'Shop' })
    expect(Math.abs((kept?.expires_at.getTime() ?? 0) - before - 600_000)).toBeLessThan(5_000)
    expect(JSON.stringify(await states())).not.toContain(state)
    // Ten minutes by the database's clock, whatever that of the server is.
    const wrong = { ...test().services, now: () => new Date(Date.now() - 8 * 86_400_000) }
    await call(wrong, admin, 'oauth.start', { app: 'heroku', purpose: 'create', name: `c-${randomUUID()}` })
    for (const { expires_at } of await states()) expect(expires_at.getTime()).toBeGreaterThan(before + 590_000)
    const events = await eventsOf(test().services, organization.id)
    expect(events.at(-1)).toMatchObject({ action: 'oauth.start', outcome: 'success', actor: admin.id })
    expect(JSON.stringify(events)).not.toContain(state)
  })

  it('sends nobody away for a name that is taken, in the organization or in the project', async () => {
    const { organization } = test()
    for (const scope of [{}, { projectId: organization.projectId }]) {
      const name = `c-${randomUUID()}`
      await test().finish(test().admin, await test().consent(test().admin, { purpose: 'create', name, ...scope }))
      const count = (await states()).length
      expect(await refusal(start({ purpose: 'create', name, ...scope }))).toMatchObject({
        statusCode: 400,
        message: `An App Connection with the name "${name}" already exists`,
      })
      expect(await states()).toHaveLength(count)
    }
  })

  it('sends nobody away who may not create or edit there', async () => {
    const { organization } = test()
    const connectionId = await test().connect()
    const member = await organization.person({ organization: 'member', project: 'viewer' })
    const stranger = await organization.person({ organization: 'no-access' })
    const count = (await states()).length
    const name = `c-${randomUUID()}`
    const inProject = { purpose: 'create', name, projectId: organization.projectId }
    const hidden = { purpose: 'create', name, projectId: organization.otherProjectId }
    for (const [caller, input, statusCode] of [
      [member, { purpose: 'create', name }, 403],
      [member, inProject, 403],
      [member, hidden, 404],
      [member, { purpose: 'reconnect', connectionId }, 403],
      [stranger, { purpose: 'create', name }, 403],
      [stranger, { purpose: 'reconnect', connectionId }, 404],
      [test().admin, { purpose: 'reconnect', connectionId: randomUUID() }, 404],
    ] as const) {
      expect(await refusal(start(input, caller))).toMatchObject({ statusCode })
    }
    expect(await states()).toHaveLength(count)
    expect(await test().sandbox.control.requests()).toHaveLength(3)
  })

  it('reconnects no pasted token by consent', async () => {
    const { services, admin, sandbox } = test()
    const { token: authToken } = await sandbox.control.mintToken()
    const input = { app: 'heroku', method: 'auth-token', name: `c-${randomUUID()}`, credentials: { authToken } }
    const created = z.object({ id: z.uuid() }).parse(await call(services, admin, 'appConnections.create', input))
    expect(await refusal(start({ purpose: 'reconnect', connectionId: created.id }))).toMatchObject({ statusCode: 400 })
  })

  it('takes a name as creating does, and refuses what is none before all else', async () => {
    for (const name of ['', 'Ärger', 'a--b', 'x'.repeat(65)]) {
      expect(await refusal(start({ purpose: 'create', name }))).toMatchObject({ statusCode: 422 })
    }
  })

  it('is for a person, who gives the consent, and not for a machine identity', async () => {
    const machine = { ...test().admin, kind: 'identity' as const, orgId: test().organization.id }
    expect(await refusal(start({ purpose: 'create', name: 'main' }, machine))).toMatchObject({ statusCode: 400 })
  })

  it('says which variables are set, which address to register, and tells a wrong secret from a right one', async () => {
    const { services, admin, sandbox, ask, organization } = test()
    const client = await sandbox.control.oauthClient()
    expect(await ask(admin, 'oauth.setup', { app: 'heroku' })).toEqual({
      configured: true,
      clientId: client.id,
      scope: 'identity write-protected',
      callbackUrl: 'https://connections.example.com/organization/app-connections/heroku/oauth/callback',
    })
    const selfTest = () => call(services, admin, 'oauth.selfTest', { app: 'heroku' })
    expect(await selfTest()).toEqual({ secret: 'known' })
    await sandbox.control.setOAuthClient({ secret: 'another', redirectUri: client.redirectUri })
    expect(await selfTest()).toEqual({ secret: 'unknown' })
    await sandbox.control.setOAuthClient({ secret: client.secret, redirectUri: client.redirectUri })
    const member = await organization.person({ organization: 'member' })
    expect(await refusal(call(services, member, 'oauth.selfTest', { app: 'heroku' }))).toMatchObject({
      statusCode: 403,
    })
  })

  it('is not started where the server has no OAuth client, and the self-test says so', async () => {
    const { admin, bareProviders } = test()
    const bare = { ...test().services, providers: bareProviders }
    const refused = await refusal(call(bare, admin, 'oauth.start', { app: 'heroku', purpose: 'create', name: 'main' }))
    expect(refused).toMatchObject({ statusCode: 400, message: expect.stringContaining('not configured') })
    expect(await call(bare, admin, 'oauth.selfTest', { app: 'heroku' })).toEqual({ secret: 'not-configured' })
  })
})
