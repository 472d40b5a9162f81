import { randomUUID } from 'node:crypto'
import { callsPerMinute } from '@app-connections/api'
import { engines } from '@app-connections/db/testing/engines'
import { answerConsent } from '@app-connections/heroku-sandbox'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { mutations, newOrganization, signIn, type TestOrganization } from '../admin.ts'
import type { Answer } from '../http.ts'
import { dataOf, siteUrl, useServer } from '../running-server.ts'
import { oauthVariables } from './variables.ts'

const path = '/organization/app-connections/heroku/oauth/callback'
const started = z.object({ url: z.url() })
const connection = z.object({
  appConnection: z.object({
    name: z.string(),
    method: z.string(),
    version: z.int(),
    health: z.object({ status: z.string() }),
  }),
})

describe.each(engines)('the OAuth callback over HTTP on %s with the sandbox', (engine) => {
  const server = useServer({ engine, variables: oauthVariables })
  let organization: TestOrganization
  let slug: string
  const control = () => server().sandbox.control

  beforeAll(async () => {
    organization = await newOrganization(server())
    const { rows } = await server().database.pool.query('select slug from organizations')
    slug = `${rows[0]?.slug}`
  })

  /** Starts a consent as a browser does, and returns the query of the callback. */
  async function consent(input: object, cookie = organization.admin.cookie): Promise<URLSearchParams> {
    const answer = await mutations(server(), cookie)('oauth.start', { app: 'heroku', ...input })
    const back = await answerConsent(started.parse(dataOf(answer)).url)
    expect(back.pathname).toBe(path)
    for (const name of ['code', 'state']) server().secrets.add(`${back.searchParams.get(name)}`)
    return back.searchParams
  }
  const create = (name = `c-${randomUUID()}`) => consent({ purpose: 'create', name })
  const callback = (query: URLSearchParams | string, cookie: string | undefined = organization.admin.cookie) =>
    server().call('GET', `${path}?${query}`, cookie === '' ? {} : { headers: { cookie } })

  /** The target of the answer's redirect: always 303, to a path without a query, without a referrer. */
  function leadsTo(answer: Answer): string {
    const location = `${answer.headers.get('location')}`
    expect(answer.status).toBe(303)
    expect(location).not.toMatch(/[?#]/)
    expect(new URL(location, siteUrl).origin).toBe(siteUrl)
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.text).toBe('')
    return location
  }
  const idIn = (location: string) => `${location.split('/').at(-1)}`
  async function read(id: string) {
    const answer = await server().call('GET', `/api/v1/app-connections/heroku/${id}`, {
      token: organization.tokens.admin,
    })
    return connection.parse(answer.body).appConnection
  }

  it('ends on the page of the new connection, which works over REST', async () => {
    const name = `c-${randomUUID()}`
    const location = leadsTo(await callback(await create(name)))
    expect(location).toMatch(new RegExp(`^/o/${slug}/oauth/created/[0-9a-f-]{36}$`))
    expect(await read(idIn(location))).toMatchObject({
      name,
      method: 'oauth',
      version: 1,
      health: { status: 'healthy' },
    })
    const apps = await server().call('GET', `/api/v1/app-connections/heroku/${idIn(location)}/apps`, {
      token: organization.tokens.admin,
    })
    expect(apps.status).toBe(200)
    expect(apps.text).toContain('difference-engine')
  })

  it('ends on a page that says so where the name was taken meanwhile', async () => {
    const name = `c-${randomUUID()}`
    const [first, second] = [await create(name), await create(name)]
    leadsTo(await callback(first))
    const location = leadsTo(await callback(second))
    expect(location).toContain(`/o/${slug}/oauth/renamed/`)
    expect((await read(idIn(location))).name).toBe(`${name}-2`)
  })

  it('reconnects in place', async () => {
    const id = idIn(leadsTo(await callback(await create())))
    const location = leadsTo(await callback(await consent({ purpose: 'reconnect', connectionId: id })))
    expect(location).toBe(`/o/${slug}/oauth/reconnected/${id}`)
    expect((await read(id)).version).toBe(2)
  })

  it('ends on a page for a denial, with or without the state', async () => {
    const other = await signIn(server(), organization.admin)
    expect(leadsTo(await callback('error=access_denied', other))).toBe('/oauth/denied')
    const query = await create()
    expect(leadsTo(await callback('error=access_denied', other))).toBe('/oauth/denied')
    expect(leadsTo(await callback('error=access_denied'))).toBe(`/o/${slug}/oauth/denied`)
    const denied = new URLSearchParams({ error: 'access_denied', state: `${query.get('state')}` })
    expect(leadsTo(await callback(denied))).toBe(`/o/${slug}/oauth/denied`)
  })

  it('asks to sign in where nobody is, and keeps the state for when they are', async () => {
    const query = await create()
    expect(leadsTo(await callback(query, ''))).toBe('/oauth/signed-out')
    expect(leadsTo(await callback(query, 'app-connections.session_token=forged.signature'))).toBe('/oauth/signed-out')
    expect(leadsTo(await callback(query))).toContain('/oauth/created/')
  })

  it('is no page for machines', async () => {
    const query = await create()
    const answer = await server().call('GET', `${path}?${query}`, { token: organization.tokens.admin })
    expect(leadsTo(answer)).toBe('/oauth/signed-out')
    expect(leadsTo(await callback(query))).toContain('/oauth/created/')
  })

  it('knows a double click and a replay, and makes one connection of them', async () => {
    const name = `c-${randomUUID()}`
    const query = await create(name)
    const clicks = await Promise.all([callback(query), callback(query), callback(query)])
    const places = [...clicks.map(leadsTo), leadsTo(await callback(query))]
    expect(places.filter((place) => place.includes('/created/'))).toHaveLength(1)
    expect(places.filter((place) => place === '/oauth/unknown')).toHaveLength(3)
    const { rows } = await server().database.pool.query('select name from connections where name like $1', [`${name}%`])
    expect(rows).toHaveLength(1)
  })

  it('leaves a state to the session that started it', async () => {
    const query = await create()
    const otherBrowser = await signIn(server(), organization.admin)
    expect(leadsTo(await callback(query, otherBrowser))).toBe('/oauth/foreign')
    expect(leadsTo(await callback(query))).toContain('/oauth/created/')
  })

  it('does not mix up two tabs', async () => {
    const names = [`c-${randomUUID()}`, `c-${randomUUID()}`]
    const [first, second] = [await create(names[0]), await create(names[1])]
    const found = []
    for (const query of [second, first]) found.push((await read(idIn(leadsTo(await callback(query))))).name)
    expect(found.reverse()).toEqual(names)
  })

  it('says that a state is too old', async () => {
    const query = await create()
    await server().database.pool.query("update oauth_states set expires_at = now() - interval '1 second'")
    expect(leadsTo(await callback(query))).toBe('/oauth/expired')
  })

  it('ends on a page where Heroku refuses the code, or gives no usable answer', async () => {
    const query = await create()
    query.set('code', 'not-the-code')
    expect(leadsTo(await callback(query))).toBe(`/o/${slug}/oauth/refused`)
    const again = await create()
    await control().setFault({ path: '/oauth/token', effect: { kind: 'html', status: 502 } })
    expect(leadsTo(await callback(again))).toBe(`/o/${slug}/oauth/unavailable`)
  })

  it('ends on a page where the right was lost meanwhile', async () => {
    const query = await create()
    const { pool } = server().database
    const set = (role: string) =>
      pool.query('update memberships set role = $1 where person_id = $2 and project_id is null', [
        role,
        organization.admin.personId,
      ])
    await set('member')
    const location = leadsTo(await callback(query))
    await set('admin')
    expect(location).toBe(`/o/${slug}/oauth/not_allowed`)
  })

  it.each([
    ['nothing', ''],
    ['a state nobody made', 'code=a&state=b'],
    ['each thing twice', 'code=a&code=b&state=c&state=d'],
    ['a state as long as nobody makes them', `code=a&state=${'x'.repeat(4_000)}`],
    ['text that is no query', '%00%ff=&&==&state[]=1'],
  ])('ends on the page of what is unknown for %s', async (_title, query) => {
    expect(leadsTo(await callback(query))).toBe('/oauth/unknown')
  })

  it('ends on a page for an app that does not exist', async () => {
    const { cookie } = organization.admin
    const answer = await server().call('GET', path.replace('heroku', 'nobody'), { headers: { cookie } })
    expect(leadsTo(answer)).toBe('/oauth/unknown')
  })

  it('ends on a page where nobody foresaw what went wrong, and the log says what it was', async () => {
    const { pool } = server().database
    const query = await create()
    await pool.query('alter table oauth_states rename to elsewhere')
    const location = leadsTo(await callback(query))
    await pool.query('alter table elsewhere rename to oauth_states')
    expect(location).toBe('/oauth/unavailable')
    expect(server().log.join('')).toMatch(/request failed.*oauth_states|oauth_states.*request failed/)
  })

  it('has left no code, no state and no token in the log, where every callback has its line', () => {
    const lines = server().log.join('')
    expect(lines).toContain('/oauth/callback')
    expect(lines).not.toContain('HRKU-')
    expect(lines).not.toMatch(/aco_[\w-]{20}/)
    expect(lines).not.toMatch(/code=|state=/)
  })
})

describe.each(engines)('the OAuth callback over HTTP on %s, limited', (engine) => {
  const server = useServer({ engine, variables: { ...oauthVariables, RATE_LIMITS: 'on' } })

  it('ends on a page for who calls it too often', async () => {
    const { cookie } = (await newOrganization(server())).admin
    const places = new Set<string | null>()
    for (let count = 0; count <= 2 * callsPerMinute.write.caller && places.size < 2; count += 1) {
      const answer = await server().call('GET', path, { headers: { cookie } })
      expect(answer.status).toBe(303)
      places.add(answer.headers.get('location'))
    }
    expect([...places]).toEqual(['/oauth/unknown', '/oauth/unavailable'])
  })
})
