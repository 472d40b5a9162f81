import { post, type Statuses, type Target } from './canary-calls.ts'

const connections = '/api/v1/app-connections/heroku'

/**
 * Sends a token where none belongs: in other fields, in the query, in headers, in bodies that do not parse. Left out are
 * the places that the contract echoes to the sender or that are logged for what they are: an unknown project's id and a
 * path.
 */
export async function misplaceToken(target: Target, token: string): Promise<Statuses> {
  const statuses: Statuses = {}
  for (const [name, fields] of Object.entries(wrongFields(token))) {
    const body = { method: 'auth-token', credentials: { authToken: token }, name: 'misplaced', ...fields }
    statuses[name] = [
      await post(target, connections, JSON.stringify(body)),
      await post(target, '/api/trpc/appConnections.create', JSON.stringify({ app: 'heroku', ...body })),
    ]
  }
  for (const [name, [body, headers]] of Object.entries(wrongBodies(token))) {
    statuses[name] = [
      await post(target, connections, body, headers),
      await post(target, '/api/trpc/appConnections.create', body, headers),
    ]
  }
  return { ...statuses, ...(await wrongRequests(target, token)) }
}

function wrongFields(token: string): Record<string, Record<string, unknown>> {
  return {
    'as the name': { name: token },
    'as the method': { method: token },
    'as credentials': { credentials: token },
    'in a list': { credentials: { authToken: [token] } },
    'as a key': { credentials: { [token]: token }, [token]: token },
    'as a project, in a list': { projectId: [token] },
    'as a description, in an object': { description: { token } },
    'as a gateway and as rotation': { gatewayId: token, rotation: { token } },
    'as switches': { isPlatformManagedCredentials: token, isAutoRotationEnabled: token },
    'in everything at once': {
      name: token,
      method: token,
      credentials: token,
      projectId: { token },
      description: [token],
    },
    'with a line break': { credentials: { authToken: `${token}\n${token}` } },
    'with a character beyond ASCII': { credentials: { authToken: `€${token}` } },
    'longer than tokens are': { credentials: { authToken: token.repeat(64) } },
  }
}

function wrongBodies(token: string): Record<string, [string, Record<string, string>?]> {
  return {
    'in JSON cut off': [`{"credentials":{"authToken":"${token}`],
    'bare in JSON': [`{"credentials":{"authToken":${token}}}`],
    'as all of the body': [token],
    'as a JSON text': [JSON.stringify(token)],
    'beside a prototype': [`{"__proto__":{"x":1},"credentials":{"authToken":"${token}"}}`],
    'as plain text': [token, { 'content-type': 'text/plain' }],
    'as the content type': ['{}', { 'content-type': token }],
    'as a form': [`credentials=${token}`, { 'content-type': 'application/x-www-form-urlencoded' }],
    'in two mebibytes': [JSON.stringify({ credentials: { authToken: token }, more: 'x'.repeat(2 * 1024 * 1024) })],
  }
}

async function wrongRequests(target: Target, token: string): Promise<Statuses> {
  const { url, origin, installation } = target
  const authorization = `Bearer ${installation.secrets.accessToken}`
  const input = encodeURIComponent(JSON.stringify({ app: token, connectionId: token }))
  const signIn = (body: object) => post(target, '/api/auth/sign-in/email', JSON.stringify(body), { origin, cookie: '' })
  const log = (body: object) => post(target, '/api/v1/auth/universal-auth/login', JSON.stringify(body))
  const get = async (path: string, headers: Record<string, string> = { authorization }) =>
    (await target.fetch(`${url}${path}`, { headers, redirect: 'manual' })).status
  return {
    'in the query of a list': await get(`${connections}?token=${token}&projectId=a&projectId=${token}`),
    'in the query of a page': await get(`/sign-in?next=${token}`, {}),
    'in the query of nothing': await get(`/api/nothing?token=${token}`),
    'in a tRPC query': await get(`/api/trpc/appConnections.get?input=${input}`),
    'in a tRPC query cut off': await get(`/api/trpc/appConnections.get?input=${input.slice(0, -6)}`),
    'as an access token': await get(connections, { authorization: `Bearer ${token}` }),
    'as a password of HTTP': await get(connections, {
      authorization: `Basic ${Buffer.from(`:${token}`).toString('base64')}`,
    }),
    'as a session': await get('/api/trpc/session.whoAmI', {
      cookie: `app-connections.session_token=${token}.${token}`,
    }),
    'as headers': await get(connections, {
      authorization,
      'x-request-id': token,
      'x-forwarded-for': token,
      'x-organization-id': token,
    }),
    'as a client secret': await log({ clientId: installation.clientId, clientSecret: token }),
    'as a client id': await log({ clientId: token, clientSecret: token }),
    'as a password': await signIn({ email: installation.email, password: token }),
    'as an e-mail address': await signIn({ email: token, password: token }),
    'with a wrong verb': (
      await target.fetch(`${url}${connections}`, {
        method: 'PUT',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(token),
      })
    ).status,
  }
}
