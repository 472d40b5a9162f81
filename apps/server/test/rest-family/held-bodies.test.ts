import { request as send } from 'node:http'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import { eventsPath, insertEvents, newPlace } from './events.ts'
import { type Somebody, useFamily } from './family.ts'

describe.each(engines)('access that is taken away during a call on %s', (engine) => {
  const family = useFamily(engine)

  /** Sends the headers and half of a body; the rest goes, and the answer comes, when the test says so. */
  async function hold(path: string, input: unknown, as: Somebody) {
    const { hostname, port } = new URL(family().server.url)
    const body = JSON.stringify(input)
    const half = Math.floor(body.length / 2)
    const headers = { ...as.headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const call = send({ hostname, port, method: 'POST', path, headers })
    const answer = new Promise<{ status: number; text: string }>((resolve, reject) => {
      call.on('error', reject)
      call.on('response', (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => (text += chunk))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
      })
    })
    call.write(body.slice(0, half))
    // Long enough for the server to look the caller up, and for the rest to come late.
    await new Promise((resolve) => setTimeout(resolve, 250))
    return (): Promise<{ status: number; text: string }> => {
      call.end(body.slice(half))
      return answer
    }
  }
  const count = async (table: 'access_tokens' | 'client_secrets', identityId: string) =>
    Number((await family().query(`select count(*) from ${table} where identity_id = $1`, [identityId]))[0]?.count)

  it('is gone for the call whose body is still on its way: of a token, a person removed, an admin demoted', async () => {
    const { organization, admin, person } = await newPlace(family())
    const { id: identityId } = await organization.machine({ organization: 'admin' })
    const [removed, demoted] = [
      await organization.person({ organization: 'admin' }),
      await organization.person({ organization: 'admin' }),
    ]
    const mint = '/api/trpc/accessTokens.createStatic'
    const held = {
      token: await hold(mint, { identityId }, admin),
      removed: await hold('/api/trpc/clientSecrets.create', { identityId }, removed),
      demoted: await hold(mint, { identityId }, demoted),
      stays: await hold(mint, { identityId }, person),
    }
    const member = (id: string) => ({ scope: 'organization', member: { personId: id } })
    const revoke = { body: { accessToken: admin.token } }
    expect((await family().rest('POST', '/api/v1/auth/token/revoke', revoke)).status).toBe(200)
    expect((await family().trpc('members.remove', member(removed.id), person)).status).toBe(200)
    expect((await family().trpc('members.set', { ...member(demoted.id), role: 'member' }, person)).status).toBe(200)
    expect(await held.token()).toMatchObject({ status: 401 })
    expect(await held.removed()).toMatchObject({ status: 401 })
    expect(await held.demoted()).toMatchObject({ status: 403 })
    expect(await count('access_tokens', identityId)).toBe(1)
    expect(await count('client_secrets', identityId)).toBe(0)
    expect(await held.stays()).toMatchObject({ status: 200 })
  })

  it('is gone for a call over REST, too, that changes no access', async () => {
    const { admin } = await newPlace(family())
    const create = await hold('/api/v1/app-connections/heroku', { name: 'late', method: 'auth-token' }, admin)
    const revoke = { body: { accessToken: admin.token } }
    expect((await family().rest('POST', '/api/v1/auth/token/revoke', revoke)).status).toBe(200)
    expect(await create()).toMatchObject({ status: 401 })
  })

  it('breaks an export off after the page that was under way', async () => {
    const { organization, admin } = await newPlace(family())
    await insertEvents(family(), organization.orgId, 20_000, { action: 'exported' })
    const { body } = await fetch(`${family().server.url}${eventsPath}/export?action=exported`, {
      headers: admin.headers,
    })
    const reader = body?.getReader()
    await reader?.read()
    expect(
      (await family().rest('POST', '/api/v1/auth/token/revoke', { body: { accessToken: admin.token } })).status,
    ).toBe(200)
    const readToTheEnd = async () => {
      for (;;) if ((await reader?.read())?.done !== false) return
    }
    await expect(readToTheEnd()).rejects.toThrow()
  })
})
