import { createHash, randomUUID } from 'node:crypto'
import { type Database, orgIdOf, selectOrganizationKeys } from '@app-connections/db'
import { type Engine, useMigratedDatabase } from '@app-connections/db/testing/engines'
import { type Sandbox, startSandbox } from '@app-connections/heroku-sandbox'
import { createHttp, createProviders } from '@app-connections/providers'
import { createKeyring, generateKeyEncryptionKey, parseKeyEncryptionKey } from '@app-connections/sealing'
import { afterAll, beforeAll } from 'vitest'
import {
  anonymous,
  appRouter,
  type Caller,
  callProcedure,
  createAfterwards,
  createFlights,
  createKeptRights,
  createLateEvents,
  createOutbound,
  createRefusals,
  createTokenUses,
  createTurnsOfProcess,
  createUses,
  noLimits,
  type ProcedurePath,
  publicError,
  type Services,
} from '../src/index.ts'

export interface TestServices {
  readonly services: Services
  readonly database: Database
  readonly sandbox: Sandbox
  /** How often a first admin was made. */
  setUps: number
}

/**
 * What operations work with, for one block of tests: a database of its own on the engine, and the sandbox as Heroku.
 */
export function useServices(engine: Engine, options: { rateLimits?: 'on' | 'off' } = {}): () => TestServices {
  const database = useMigratedDatabase(engine)
  const http = createHttp()
  let made: TestServices | undefined
  beforeAll(async () => {
    const sandbox = await startSandbox(options)
    const db = database().kysely
    const kek = parseKeyEncryptionKey(generateKeyEncryptionKey())
    const afterwards = createAfterwards(fail, 0)
    const services: Services = {
      db,
      databaseKind: database().kind,
      keyring: createKeyring({ kek, load: (orgId) => selectOrganizationKeys(db, orgIdOf(orgId)) }),
      providers: createProviders({ HEROKU_API_URL: sandbox.url }, http),
      limits: noLimits,
      turns: createTurnsOfProcess(),
      refusals: createRefusals(db, { afterwards: createAfterwards(fail, 0) }),
      afterwards,
      lateEvents: createLateEvents(db, afterwards),
      tokenUses: createTokenUses(db),
      // The real hash takes a tenth of a second by design.
      hashPassword: async (password) => createHash('sha256').update(password).digest('hex'),
      verifyPassword: async (hash, password) => hash === createHash('sha256').update(password).digest('hex'),
      siteUrl: 'https://connections.example.com',
      refresh: { marginMs: 300_000, callMs: 2_000, turnMs: 4_000 },
      refreshes: createFlights(),
      rights: createKeptRights(),
      rotation: { turnMs: 10_000, lookAgainMs: 5_000 },
      plans: { waitMs: 15_000, pauseMs: 20 },
      uses: createUses(db, (error) => {
        throw error
      }),
      upstreamDeadlineMs: 5_000,
      outbound: createOutbound({ allowHttp: true, allowCidrs: ['127.0.0.0/8'] }),
      sendNoticesSoon: () => {},
      runSyncsSoon: () => {},
      now: () => new Date(),
      onSetUp: async () => {
        if (made !== undefined) made.setUps += 1
      },
    }
    made = { services, database: database(), sandbox, setUps: 0 }
  })
  afterAll(async () => {
    await http.close()
    await made?.sandbox.close()
  })
  return () => {
    if (made === undefined) throw new Error('the services are not there yet')
    return made
  }
}

/** The services of another process on the same database. */
export function inAnotherProcess(services: Services, change: Partial<Services> = {}): Services {
  return { ...services, refreshes: createFlights(), rights: createKeptRights(), ...change }
}

function fail(error: unknown): never {
  throw error
}

/** A call, as a transport makes it, and what follows it. Rejects with errors that `publicError` translates. */
export function call(
  services: Services,
  caller: Caller | undefined,
  path: ProcedurePath,
  input: unknown = undefined,
  request: { organizationId?: string | null; reqId?: string } = {},
): Promise<unknown> {
  const [noun = '', verb = ''] = path.split('.')
  const nouns: Record<string, Record<string, { _def: { type: string } }>> = appRouter._def.record
  const type = nouns[noun]?.[verb]?._def.type === 'query' ? 'query' : 'mutation'
  const { organizationId = null, reqId = `req-${randomUUID()}` } = request
  const info = { reqId, address: '192.0.2.1', userAgent: 'test', organizationId, endpoint: null, admitted: false }
  const context = { services, request: info, actor: caller ?? anonymous }
  return callProcedure(context, { path, type, input }).finally(() => services.refusals.settled())
}

/** The error body of a refused call. */
export async function refusal(answer: Promise<unknown>, reqId = '') {
  try {
    await answer
  } catch (error) {
    return publicError(error, reqId).body
  }
  throw new Error('it should have been refused')
}
