import { expect, it } from 'vitest'
import { useServer } from './running-server.ts'

// Port 9 (discard) is reserved, so no web app listens there.
const server = useServer({ engine: 'PGlite', variables: { WEB_PORT: '9' } })

it('shows a browser a page that asks again, and tells a program, while the web app is not up and the API is', async () => {
  const page = await server().call('GET', '/organization', { headers: { accept: 'text/html,*/*;q=0.8' } })
  expect(page.status).toBe(503)
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect([page.headers.get('refresh'), page.headers.get('retry-after')]).toEqual(['5', '5'])
  expect(page.text).toContain('The pages are not up yet')

  const program = await server().call('GET', '/organization', { headers: { accept: '*/*' } })
  expect(program).toMatchObject({ status: 503, body: { error: 'ServiceUnavailable' } })
  expect((await server().call('GET', '/api/v1/app-connections/options')).status).toBe(401)
  expect((await server().call('GET', '/healthz')).status).toBe(200)
})
