import { randomUUID } from 'node:crypto'
import type { OrgId } from '@app-connections/db'
import type { Engine } from '@app-connections/db/testing/engines'
import type { Scope } from '@app-connections/heroku-sandbox'
import { afterEach, beforeAll, beforeEach } from 'vitest'
import { sealStored } from '../src/credentials/seal.ts'
import { runDueChecks, type Services } from '../src/index.ts'
import { newOrganization } from './organization.ts'
import { type TestServices, useServices } from './services.ts'

export const hour = 3_600_000

export interface ChecksTest extends TestServices {
  readonly orgId: OrgId
  /** The time of the test's clock, which stands still unless the test moves it. */
  now(): Date
  moveTo(at: Date): void
  /** Stores connections that are due now, all with one credential, and returns their ids. */
  seed(token: string, count: number, account?: object, organization?: OrgId): Promise<string[]>
  mint(scope?: Scope): Promise<string>
  /** Runs the job once, as one process, and returns how many connections were checked. Throws what the job did not expect. */
  run(services?: Services): Promise<number>
  row(id: string): ReturnType<typeof rowOf>
}

const rowOf = (services: Services, id: string) =>
  services.db.selectFrom('connections').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

/** Operations on an empty database for each test, with a clock that only the test moves. */
export function useChecks(engine: Engine, rateLimits: 'on' | 'off' = 'on'): () => ChecksTest {
  const base = useServices(engine, { rateLimits })
  let clock = new Date()
  let made: ChecksTest | undefined
  beforeAll(async () => {
    const services = { ...base().services, now: () => clock, upstreamDeadlineMs: 2_000 }
    const orgId = (await newOrganization(services)).id
    made = {
      ...base(),
      services,
      orgId,
      now: () => clock,
      moveTo: (at) => {
        clock = at
      },
      seed: (token, count, account = {}, organization = orgId) =>
        seed(services, { orgId: organization, token, count, account }),
      mint: async (scope = 'read') => (await base().sandbox.control.mintToken({ scope: [scope] })).token,
      run: (other = services) =>
        runDueChecks(other, {
          signal: new AbortController().signal,
          onError: (error) => {
            throw error
          },
        }),
      row: (id) => rowOf(services, id),
    }
  })
  beforeEach(async () => {
    clock = new Date()
    await base().sandbox.control.clearRequests()
  })
  afterEach(async () => {
    await base().sandbox.control.clearFaults()
    await base().sandbox.control.setAccountStatus('ada@example.com', { rateLimitRemaining: 4_500 })
    await base().services.db.deleteFrom('connections').execute()
    await base().services.db.deleteFrom('check_allowances').execute()
  })
  return () => {
    if (made === undefined) throw new Error('the services are not there yet')
    return made
  }
}

async function seed(
  services: Services,
  { orgId, token, count, account }: { orgId: OrgId; token: string; count: number; account: object },
): Promise<string[]> {
  const keys = await services.keyring.forOrg(orgId)
  const now = services.now()
  const rows = Array.from({ length: count }, () => {
    const id = randomUUID()
    return {
      id,
      org_id: orgId,
      project_id: null,
      name: `seeded-${id}`,
      description: null,
      app: 'heroku',
      method: 'auth-token',
      credentials: sealStored(keys, { orgId, id, sealRevision: 1 }, { authToken: token }),
      credentials_hash: '0'.repeat(64),
      version: 1,
      revision: 1,
      seal_revision: 1,
      account: JSON.stringify(account),
      next_check_at: now,
      created_at: now,
      updated_at: now,
    }
  })
  for (let from = 0; from < rows.length; from += 500) {
    await services.db
      .insertInto('connections')
      .values(rows.slice(from, from + 500))
      .execute()
  }
  return rows.map(({ id }) => id)
}
