import { expect } from 'vitest'
import * as z from 'zod'
import type { Answer } from '../http.ts'
import { dataOf } from '../running-server.ts'
import { connectionsPath } from './connections.ts'
import type { Family, Somebody } from './family.ts'

export const loginPath = '/api/v1/auth/universal-auth/login'
export const four = z.strictObject({
  accessToken: z.string().regex(/^act_[\w-]{43}$/),
  expiresIn: z.int(),
  accessTokenMaxTTL: z.int(),
  tokenType: z.literal('Bearer'),
})
export const madeSecret = z.object({
  id: z.uuid(),
  clientSecret: z.string().regex(/^acs_[\w-]{43}$/),
  expiresAt: z.string().nullable(),
})

export const wrong = { statusCode: 401, error: 'UnauthorizedError', message: 'Invalid credentials' }

/** The calls of a machine from any address. The server must trust 127.0.0.1 as its proxy. */
export function machineCalls(family: () => Family) {
  const from = (address: string) => ({ 'x-forwarded-for': address })
  const login = (clientId: string, clientSecret: string, address = '192.0.2.1') =>
    family().server.call('POST', loginPath, { body: { clientId, clientSecret }, headers: from(address) })
  const renew = (accessToken: string, address = '192.0.2.1') =>
    family().server.call('POST', '/api/v1/auth/token/renew', { body: { accessToken }, headers: from(address) })
  const revoke = (accessToken: string) =>
    family().server.call('POST', '/api/v1/auth/token/revoke', { body: { accessToken } })
  const use = (token: string, address = '192.0.2.1') =>
    family().server.call('GET', connectionsPath, { token, headers: from(address) })
  function tokenOf(answer: Answer) {
    expect(answer.status, answer.text).toBe(200)
    const issued = four.parse(answer.body)
    family().server.secrets.add(issued.accessToken)
    return issued
  }
  async function newSecret(identityId: string, more: Record<string, unknown> = {}, as?: Somebody) {
    const made = madeSecret.parse(dataOf(await family().trpc('clientSecrets.create', { identityId, ...more }, as)))
    family().server.secrets.add(made.clientSecret)
    return made
  }
  return { login, renew, revoke, use, tokenOf, newSecret }
}
