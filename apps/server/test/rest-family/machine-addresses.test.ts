import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { errorOf } from '../http.ts'
import { dataOf } from '../running-server.ts'
import { useFamily } from './family.ts'
import { machineCalls, wrong } from './machine-calls.ts'

describe.each(engines)('where machine identities come from, on %s', (engine) => {
  const family = useFamily(engine, { TRUST_PROXY: '127.0.0.1' })
  const { login, renew, use, tokenOf, newSecret } = machineCalls(family)

  it('are trusted from their ranges alone, IPv4 and IPv6, at log-in, with a token and at renewal', async () => {
    // A range with host bits is the same range.
    const trustedIps = ['10.1.2.3/8', '203.0.113.7', '2001:db8::5/32']
    const made = await family().trpc('identities.create', { name: 'from the office', trustedIps })
    const { id, clientId } = z.object({ id: z.uuid(), clientId: z.uuid() }).parse(dataOf(made))
    const { clientSecret } = await newSecret(id)
    const trusted = ['10.0.0.1', '10.255.255.255', '203.0.113.7', '2001:db8::1', '2001:db8:ffff::', '::ffff:10.0.0.1']
    const { accessToken } = tokenOf(await login(clientId, clientSecret, '10.0.0.1'))
    for (const address of trusted) {
      tokenOf(await login(clientId, clientSecret, address))
      expect((await use(accessToken, address)).status, address).toBe(200)
    }
    for (const address of ['11.0.0.1', '203.0.113.8', '2001:db9::1', '::1', '127.0.0.1']) {
      for (const answer of [
        await login(clientId, clientSecret, address),
        await use(accessToken, address),
        await renew(accessToken, address),
      ]) {
        expect(errorOf(answer), address).toMatchObject({
          statusCode: 403,
          error: 'PermissionDenied',
          message: 'You are not allowed to access this resource from the current IP address',
        })
      }
    }
    dataOf(await family().trpc('identities.update', { identityId: id, trustedIps: ['11.0.0.0/8'] }))
    expect([(await use(accessToken, '10.0.0.1')).status, (await use(accessToken, '11.0.0.1')).status]).toEqual([
      403, 200,
    ])
    for (const range of ['10.0.0.0/33', '10.0.0', 'anywhere', '', '::/129', 'fe80::1%eth0']) {
      expect((await family().trpc('identities.update', { identityId: id, trustedIps: [range] })).status, range).toBe(
        422,
      )
    }
  })

  it('lock a client id for the address that failed five times in a row, for no other address and no other client', async () => {
    const { id, clientId } = await family().machine({ organization: 'member' })
    const other = await family().machine({ organization: 'member' })
    const { clientSecret } = await newSecret(id)
    const { clientSecret: otherSecret } = await newSecret(other.id)
    const bad = '198.51.100.66'
    for (let attempt = 0; attempt < 4; attempt++)
      expect(errorOf(await login(clientId, 'wrong', bad))).toMatchObject(wrong)
    // A success in between starts the count again.
    tokenOf(await login(clientId, clientSecret, bad))
    for (let attempt = 0; attempt < 5; attempt++)
      expect(errorOf(await login(clientId, 'wrong', bad))).toMatchObject(wrong)
    const locked = errorOf(await login(clientId, clientSecret, bad))
    expect(locked).toMatchObject({ statusCode: 401, message: expect.stringContaining('try again in 5 minutes') })
    tokenOf(await login(clientId, clientSecret, '198.51.100.67'))
    tokenOf(await login(other.clientId, otherSecret, bad))
    const passes = (seconds: number) =>
      family().query(
        "update login_failures set last_at = last_at - $2::int * interval '1 second' where client_id = $1",
        [clientId, seconds],
      )
    await passes(290)
    expect(errorOf(await login(clientId, clientSecret, bad)).message).toContain('Too many')
    await passes(11)
    tokenOf(await login(clientId, clientSecret, bad))
  })

  it('answer an unknown client id, one that is no uuid, and a wrong secret alike, and leave nothing of the unknown', async () => {
    const { clientId } = await family().machine({ organization: 'member' })
    for (const id of [clientId, randomUUID(), 'no-uuid', '__proto__']) {
      expect(errorOf(await login(id, 'wrong', '198.51.100.99'))).toMatchObject(wrong)
    }
    expect(await family().query("select client_id from login_failures where address = '198.51.100.99'")).toEqual([
      { client_id: clientId },
    ])
  })
})
