import { randomUUID } from 'node:crypto'
import { insertIdentity } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { newOrganization } from '../../test/organization.ts'
import { call, useServices } from '../../test/services.ts'
import { callerOfAccessToken, createTokenUses, type Services } from '../index.ts'

const made = z.object({ id: z.uuid(), accessToken: z.string() })
const listed = z.array(z.object({ id: z.uuid(), lastUsedAt: z.iso.datetime({ precision: 3 }).nullable() }))

describe.each(engines)('when an access token was last used, on %s', (engine) => {
  const test = useServices(engine)

  async function token(trustedIps = ['192.0.2.0/24']) {
    let now = new Date('2026-01-31T12:00:00.000Z')
    const tokenUses = createTokenUses(test().services.db, () => now.getTime())
    const services: Services = { ...test().services, tokenUses, now: () => now }
    const organization = await newOrganization(services)
    const admin = await organization.person({ organization: 'admin' })
    const identityId = randomUUID()
    await insertIdentity(services.db, {
      id: identityId,
      org_id: organization.id,
      name: 'deploy',
      client_id: randomUUID(),
      access_token_ttl: 60,
      access_token_max_ttl: 60,
      trusted_ips: trustedIps,
    })
    const { accessToken } = made.parse(
      await call({ ...services, now: () => new Date() }, admin, 'accessTokens.createStatic', { identityId }),
    )
    return {
      services,
      use: async (at: string) => {
        now = new Date(at)
        return callerOfAccessToken(services, accessToken, '192.0.2.1')
      },
      shown: async () => listed.parse(await call(services, admin, 'accessTokens.list', { identityId }))[0]?.lastUsedAt,
    }
  }

  it('is null until it is used, and then the latest use, once what was noted has been written', async () => {
    const { services, use, shown } = await token()
    expect(await shown()).toBeNull()
    await use('2026-01-31T12:00:01.000Z')
    await use('2026-01-31T12:00:02.000Z')
    expect(await shown()).toBeNull()
    await services.tokenUses.flush()
    expect(await shown()).toBe('2026-01-31T12:00:02.000Z')
    await use('2026-01-31T12:00:30.000Z')
    await services.tokenUses.flush()
    expect(await shown()).toBe('2026-01-31T12:00:30.000Z')
  })

  it('is no use from an address that is not trusted', async () => {
    const { services, use, shown } = await token(['198.51.100.0/24'])
    await expect(use('2026-01-31T12:00:01.000Z')).rejects.toThrow('IP address')
    await services.tokenUses.flush()
    expect(await shown()).toBeNull()
  })

  it('is kept for the next time where it cannot be written', async () => {
    const { services, use, shown } = await token()
    await use('2026-01-31T12:00:01.000Z')
    await services.db.schema.alterTable('access_tokens').renameTo('away').execute()
    await expect(services.tokenUses.flush()).rejects.toThrow('access_tokens')
    await services.db.schema.alterTable('away').renameTo('access_tokens').execute()
    await services.tokenUses.flush()
    expect(await shown()).toBe('2026-01-31T12:00:01.000Z')
  })
})
