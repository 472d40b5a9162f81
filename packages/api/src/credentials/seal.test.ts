import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import { open, type SealContext } from '@app-connections/sealing'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { newOrganization } from '../../test/organization.ts'
import { call, useServices } from '../../test/services.ts'

const hashOf = z.object({ id: z.uuid(), credentialsHash: z.string() })

describe.each(engines)('a stored credential on %s with the sandbox', (engine) => {
  const test = useServices(engine)

  async function connect(orgName: string, authToken: string) {
    const { services } = test()
    const organization = await newOrganization(services)
    const admin = await organization.person({ organization: 'admin' })
    const create = async (name: string) => {
      const input = { app: 'heroku', method: 'auth-token', name, credentials: { authToken } }
      return hashOf.parse(await call(services, admin, 'appConnections.create', input))
    }
    return { organization, first: await create(orgName), create }
  }
  async function sealedOf(id: string): Promise<Buffer> {
    const row = await test()
      .services.db.selectFrom('connections')
      .select('credentials')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    return row.credentials
  }

  it('opens in its own context alone, and holds the token as it was given', async () => {
    const { token } = await test().sandbox.control.mintToken()
    const { organization, first } = await connect('main', `  ${token}\n`)
    const blob = await sealedOf(first.id)
    expect(blob.includes(Buffer.from(token))).toBe(false)

    const keys = await test().services.keyring.forOrg(organization.id)
    const purpose = 'connection-credentials'
    const context: SealContext = { purpose, orgId: organization.id, recordId: first.id, revision: 1 }
    const opened = open(keys.byId, context, blob)
    expect(JSON.parse(opened.toString('utf8'))).toEqual({ authToken: token })

    const wrong: Partial<SealContext>[] = [
      { purpose: 'something-else' },
      { orgId: randomUUID() },
      { recordId: randomUUID() },
      { revision: 2 },
    ]
    for (const change of wrong) {
      expect(() => open(keys.byId, { ...context, ...change }, blob), JSON.stringify(change)).toThrow()
    }
    const others = await test().services.keyring.forOrg((await connect('other', token)).organization.id)
    expect(() => open(others.byId, context, blob)).toThrow()
  })

  it('has one fingerprint for one token in an organization, and another one everywhere else', async () => {
    const one = (await test().sandbox.control.mintToken()).token
    const other = (await test().sandbox.control.mintToken()).token
    const { first, create } = await connect('first', one)
    const again = await create('again')
    expect(again.credentialsHash).toBe(first.credentialsHash)
    expect(first.credentialsHash).toMatch(/^[0-9a-f]{64}$/)
    expect((await sealedOf(again.id)).equals(await sealedOf(first.id))).toBe(false)
    const elsewhere = await connect('elsewhere', one)
    expect(elsewhere.first.credentialsHash).not.toBe(first.credentialsHash)
    expect((await connect('third', other)).first.credentialsHash).not.toBe(first.credentialsHash)
  })

  it('leaves its token nowhere else: no table holds it, in any column', async () => {
    const { token } = await test().sandbox.control.mintToken()
    const { organization } = await connect('main', token)
    const { db } = test().services
    for (const table of ['connections', 'audit_events', 'organizations', 'data_keys'] as const) {
      const rows = await db.selectFrom(table).selectAll().execute()
      expect(rows.length, table).toBeGreaterThan(0)
      const text = JSON.stringify(rows, (_key, value) =>
        value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value,
      )
      expect(text, table).toContain(organization.id)
      expect(text, table).not.toContain(token)
    }
  })
})
