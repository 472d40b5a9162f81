import fc from 'fast-check'
import { bodies, type FuzzRequest, tricks } from './request-parts.ts'
import { near } from './values.ts'

const oddProcedures = [
  '__proto__',
  'constructor.prototype',
  'appConnections',
  'appConnections.__proto__',
  'toString',
  ',',
  '%00',
  'appConnections.create.x',
]

/** Addresses that do not exist, with rare verbs. */
export const odd: fc.Arbitrary<FuzzRequest> = fc
  .tuple(
    fc.constantFrom(
      ...oddProcedures.map((name) => `/api/trpc/${name}`),
      '/api/none',
      '/api/v1',
      '/api/v1/app-connections/__proto__',
      '/%',
      '/api/%ff',
    ),
    fc.constantFrom('GET', 'POST', 'DELETE', 'TRACE', 'PROPFIND'),
    tricks,
  )
  .map(([path, method, headers]) => ({
    transport: 'rest' as const,
    procedure: 'none',
    method,
    path,
    headers,
    body: undefined,
    who: 'admin' as const,
  }))

/** better-auth's calls, whose errors have their own form. */
export const signIn: fc.Arbitrary<FuzzRequest> = fc
  .tuple(
    fc.constantFrom('sign-in/email', 'sign-out', 'revoke-session', 'change-password', 'sign-up/email'),
    bodies(near(fc.constant({ email: 'person-1@example.com', password: 'a long password', token: 'x' }))),
  )
  .map(([path, body]) => ({
    transport: 'auth' as const,
    procedure: path,
    method: 'POST',
    path: `/api/auth/${path}`,
    headers: { origin: 'http://connections.test' },
    body,
    who: 'nobody' as const,
  }))
