import { callsPerMinute, type Service, type World } from './world.ts'

export interface Answer {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** What Render answers to one request (docs/platforms/render.md). */
export function answer(world: World, method: string, url: URL, authorization: string | undefined): Answer {
  const user = world.ownerOf(/^Bearer (\S+)$/.exec(authorization ?? '')?.[1] ?? '')
  if (user === undefined) return error(401, 'unauthorized', 'Authorization information is missing or invalid.')
  const limits = (remaining: number) => ({
    'ratelimit-limit': `${callsPerMinute}`,
    'ratelimit-remaining': `${remaining}`,
    'ratelimit-reset': '60',
  })
  if (user.remaining === 0)
    return { ...error(429, 'rate_limited', 'Rate limit has been surpassed.'), headers: limits(0) }
  user.remaining -= 1
  const headers = limits(user.remaining)
  if (method !== 'GET') return { ...error(405, 'method_not_allowed', 'Method not allowed.'), headers }
  if (url.pathname === '/v1/users') return { status: 200, body: { email: user.email, name: 'A user' }, headers }
  if (url.pathname === '/v1/services') return { ...page(user.services, url.searchParams), headers }
  return { ...error(404, 'not_found', 'Unable to find the requested resource.'), headers }
}

/** The services after the cursor, each beside its own. */
function page(services: readonly Service[], query: URLSearchParams): Answer {
  const limit = Number(query.get('limit') ?? '20')
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) return error(400, 'bad_request', 'limit is out of range')
  const cursor = query.get('cursor')
  const from = cursor === null ? 0 : services.findIndex(({ id }) => cursorOf(id) === cursor) + 1
  if (cursor !== null && from === 0) return error(400, 'bad_request', 'cursor is invalid')
  const body = services.slice(from, from + limit).map((service) => ({ cursor: cursorOf(service.id), service }))
  return { status: 200, body }
}

function cursorOf(id: string): string {
  return Buffer.from(id).toString('base64')
}

function error(status: number, id: string, message: string): Answer {
  return { status, body: { id, message } }
}
