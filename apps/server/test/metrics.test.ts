import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import { useServer } from './running-server.ts'

const token = 'a token of the scraper'.replaceAll(' ', '-')

describe.each(engines)('metrics on %s', (engine) => {
  const server = useServer({ engine, variables: { METRICS_TOKEN: token } })
  const scrape = (authorization?: string) =>
    server().call('GET', '/metrics', authorization === undefined ? {} : { headers: { authorization } })

  it('count what leaves no audit event, by route and never by address', async () => {
    server().secrets.add(token)
    await server().call('GET', '/api/v1/app-connections/heroku/01234567-89ab-4cde-8f01-23456789abcd?secret=x')
    await server().call('POST', '/api/v1/auth/universal-auth/login', { body: {} })
    const { status, headers, text } = await scrape(`Bearer ${token}`)
    expect(status).toBe(200)
    expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    expect(text).toMatch(
      /^http_request_duration_seconds_count\{method="GET",route="\/api\/v1\/app-connections\/heroku\/:connectionId",status="401"\} 1$/m,
    )
    expect(text).toMatch(/^http_request_duration_seconds_count\{method="POST",route="[^"]*login",status="422"\} 1$/m)
    expect(text).toMatch(/^database_pool_connections\{state="idle"\} \d+$/m)
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m)
    expect(text).not.toContain('01234567')
  })

  it('have no more routes for names that somebody makes up, or for the orders of a batch', async () => {
    const routes = async () => {
      const { text } = await scrape(`Bearer ${token}`)
      return new Set([...text.matchAll(/_count\{.*route="([^"]*)"/g)].map(([, route]) => route))
    }
    const ask = (names: string) => server().call('GET', `/api/trpc/${names}`)
    for (const names of ['setup.status', 'made.up', 'setup.status,session.whoAmI']) await ask(names)
    const before = await routes()
    expect([...before].filter((route) => route?.startsWith('/api/trpc')).sort()).toEqual([
      '/api/trpc/:path',
      '/api/trpc/setup.status',
    ])
    for (const names of ['made.otherwise', 'toString', 'session.whoAmI,setup.status']) await ask(names)
    expect(await routes()).toEqual(before)
  })

  it('are for who has the token alone', async () => {
    expect((await scrape()).status).toBe(401)
    expect((await scrape('Bearer another-token-than-that')).status).toBe(401)
  })
})

describe('metrics without a token on PGlite', () => {
  const server = useServer({ engine: 'PGlite' })

  it('are not there', async () => {
    expect((await server().call('GET', '/metrics')).status).not.toBe(200)
    expect((await server().call('GET', '/metrics')).text).not.toContain('process_resident_memory_bytes')
  })
})
