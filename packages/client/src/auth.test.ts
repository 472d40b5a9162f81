import { describe, expect, it } from 'vitest'
import { failing, rejection, result, type Sent, serve, type TestServer } from '../test/http-server.ts'
import { createAuthenticator } from './auth.ts'
import { createClient } from './client.ts'
import { errorOf } from './error.ts'

const machine = { clientId: 'id', clientSecret: 'secret' }
const logIn = 'accessTokens.login'

/** A service that issues `token-1`, `token-2` and so on, and takes those that `accepts` names. */
async function service(options: { accepts?: (token: string) => boolean; expiresIn?: number; login?: Sent } = {}) {
  let issued = 0
  const { accepts = () => true, expiresIn = 1000, login } = options
  const server = await serve(async ({ paths, headers }) => {
    if (paths[0] !== logIn) {
      return accepts(String(headers.authorization)) ? { body: paths.map(() => result('fine')) } : failing(401)
    }
    issued += 1
    const accessToken = `token-${issued}`
    // Long enough for other calls to come meanwhile.
    await new Promise((resolve) => setTimeout(resolve, 30))
    return login ?? { body: result({ accessToken, expiresIn, accessTokenMaxTTL: expiresIn, tokenType: 'Bearer' }) }
  })
  return { server, client: createClient({ url: server.url, auth: machine }) }
}

const logIns = ({ calls }: TestServer) => calls().filter(([path]) => path === logIn).length

describe('a machine identity', () => {
  it('logs in once for calls made at the same time, and not again for later ones', async () => {
    const { server, client } = await service()
    await Promise.all([client.session.whoAmI.query(), client.setup.status.query(), client.projects.list.query()])
    await client.session.whoAmI.query()
    await client.organizations.create.mutate({ name: 'Acme' })
    expect(logIns(server)).toBe(1)
    expect(server.received.at(-1)?.headers.authorization).toBe('Bearer token-1')
  })

  it('sends its secret to the log-in alone', async () => {
    const { server, client } = await service()
    await client.session.whoAmI.query()
    const [first, second] = server.received
    expect(first?.body).toContain('secret')
    expect(JSON.stringify(second)).not.toContain('secret')
  })

  it('logs in anew before its token ends', async () => {
    const { server } = await service({ expiresIn: 100 })
    let now = 0
    const authenticate = createAuthenticator(`${server.url}/api/trpc`, machine, fetch, () => now)
    const token = async () => (await authenticate()).headers.authorization
    expect(await token()).toBe('Bearer token-1')
    now = 79_000
    expect(await token()).toBe('Bearer token-1')
    now = 81_000
    expect(await token()).toBe('Bearer token-2')
  })

  it('logs in once more where its token is refused, and repeats the call, a mutation too', async () => {
    const { server, client } = await service({ accepts: (token) => token !== 'Bearer token-1' })
    expect(await client.organizations.create.mutate({ name: 'Acme' })).toBe('fine')
    expect(server.calls().flat()).toEqual([logIn, 'organizations.create', logIn, 'organizations.create'])
  })

  it('shares the second log-in among calls whose token was refused', async () => {
    const { server, client } = await service({ accepts: (token) => token !== 'Bearer token-1' })
    await Promise.all([
      client.session.whoAmI.query(),
      client.organizations.create.mutate({ name: 'Acme' }),
      client.projects.list.query(),
    ])
    expect(logIns(server)).toBe(2)
  })

  it('gives up where the new token is refused as well', async () => {
    const { server, client } = await service({ accepts: () => false })
    expect(errorOf(await rejection(client.session.whoAmI.query()))).toMatchObject({ statusCode: 401 })
    expect(server.received).toHaveLength(4)
  })

  it('does not take a refused log-in for a refused token', async () => {
    const { server, client } = await service({ login: failing(401) })
    expect(errorOf(await rejection(client.session.whoAmI.query()))).toMatchObject({ statusCode: 401 })
    expect(server.calls()).toEqual([[logIn]])
  })

  it('asks for a token again after a log-in that failed', async () => {
    const { server, client } = await service({ login: failing(401) })
    await rejection(client.session.whoAmI.query())
    await rejection(client.session.whoAmI.query())
    expect(logIns(server)).toBe(2)
  })

  it('does not repeat a log-in that someone else asked for and that was refused', async () => {
    const server = await serve(({ paths, batch }) => {
      if (batch) return failing(401)
      return { body: paths[0] === logIn ? result({ accessToken: 'token', expiresIn: 1000 }) : result('fine') }
    })
    const client = createClient({ url: server.url, auth: machine })
    await rejection(client.accessTokens.login.mutate({ clientId: 'other', clientSecret: 'wrong' }))
    expect(server.received).toHaveLength(2)
  })
})

describe('other callers', () => {
  it('send their token, and are not asked twice after a 401', async () => {
    const server = await serve(() => failing(401))
    const client = createClient({ url: server.url, auth: { token: 'act_1' } })
    await rejection(client.session.whoAmI.query())
    expect(server.received.map(({ headers }) => headers.authorization)).toEqual(['Bearer act_1'])
  })

  it('pass a cookie on with the origin, and name the organization', async () => {
    const server = await serve(() => ({ body: [result('fine')] }))
    const auth = { cookie: 'session=1', origin: 'http://connections.test' }
    await createClient({ url: `${server.url}/`, auth, organizationId: 'org' }).session.whoAmI.query()
    expect(server.received[0]?.headers).toMatchObject({ ...auth, 'x-organization-id': 'org' })
    expect(server.received[0]?.headers.authorization).toBeUndefined()
  })

  it('add nothing in a browser, which sends the cookie by itself', async () => {
    const server = await serve(() => ({ body: [result('fine')] }))
    await createClient({ url: server.url, auth: { cookie: 'browser' } }).session.whoAmI.query()
    expect(server.received[0]?.headers).not.toHaveProperty('cookie')
  })

  it.each(['act_1\nx', 'act_€', 'act_\0'])('are told of a token that cannot be sent, without quoting it', (token) => {
    const create = () => createClient({ url: 'http://localhost', auth: { token } })
    expect(create).toThrow(/cannot be sent in the header authorization$/)
  })
})
