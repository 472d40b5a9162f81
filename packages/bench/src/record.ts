import {
  anonymous,
  type Context,
  callerOfAccessToken,
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
} from '@app-connections/api'
import { createHttp, createProviders } from '@app-connections/providers'
import type { Seeded } from './seed.ts'

/** A statement as it went to PostgreSQL. */
export interface Recorded {
  text: string
  values: unknown[]
}

/** The statements of each case, in their order, with the values of one example. */
export interface RecordedCases {
  caller: Recorded
  create: Recorded[]
  get: Recorded
  list: Recorded
  available: Recorded
}

/** What was recorded, and what `options` answers, which asks the database for nothing but its caller. */
export interface Recording {
  cases: RecordedCases
  options: unknown
}

/**
 * Runs each operation once and writes down the SQL it sends: the floor then sends the very same texts, so that the two
 * differ in everything but the work the database does.
 */
export async function recordStatements(seeded: Seeded, sandbox: { url: string; token: string }): Promise<Recording> {
  const { database } = seeded
  const http = createHttp()
  const afterwards = createAfterwards(() => {})
  const base = {
    db: database.kysely,
    databaseKind: database.kind,
    keyring: seeded.keyring,
    providers: createProviders({ HEROKU_API_URL: sandbox.url }, http),
    limits: noLimits,
    turns: createTurnsOfProcess(),
    refusals: createRefusals(database.kysely, { afterwards: createAfterwards(() => {}) }),
    afterwards,
    lateEvents: createLateEvents(database.kysely, afterwards),
    tokenUses: createTokenUses(database.kysely),
    hashPassword: async () => '',

    verifyPassword: async () => false,
    siteUrl: 'http://localhost',
    upstreamDeadlineMs: 10_000,
    refresh: { marginMs: 300_000, callMs: 10_000, turnMs: 20_000 },
    refreshes: createFlights(),
    rights: createKeptRights(),
    rotation: { turnMs: 30_000, lookAgainMs: 20_000 },
    plans: { waitMs: 15_000, pauseMs: 500 },
    uses: createUses(database.kysely, () => {}),
    outbound: createOutbound({ allowHttp: false, allowCidrs: [] }),
    sendNoticesSoon: () => {},
    runSyncsSoon: () => {},
    now: () => new Date(),
    onSetUp: async () => {},
  }
  const request = { reqId: 'bench', address: '127.0.0.1', userAgent: 'bench', organizationId: null, endpoint: null }
  await seeded.keyring.forOrg(seeded.orgId)
  const [callerStatement] = await recording(database, () => callerOfAccessToken(base, seeded.accessToken, '127.0.0.1'))
  const caller = await callerOfAccessToken(base, seeded.accessToken, '127.0.0.1')
  const ctx: Context = { services: base, request: { ...request, admitted: true }, actor: caller ?? anonymous }
  const app = 'heroku'
  const [connectionId] = seeded.connectionIds
  const create = await recording(database, () =>
    callProcedure(ctx, {
      path: 'appConnections.create',
      type: 'mutation',
      input: { app, method: 'auth-token', name: 'recorded', credentials: { authToken: sandbox.token } },
    }),
  )
  const query = (path: 'appConnections.get' | 'appConnections.list' | 'appConnections.available', input: object) =>
    recording(database, () => callProcedure(ctx, { path, type: 'query', input: { app, ...input } }))
  const [get] = await query('appConnections.get', { connectionId })
  const [list] = await query('appConnections.list', { limit: 100 })
  const [available] = await query('appConnections.available', {})
  const options = await callProcedure(ctx, { path: 'appConnections.options', type: 'query', input: {} })
  await http.close()
  if (!callerStatement || !get || !list || !available) throw new Error('an operation sent no statement')
  return {
    cases: { caller: callerStatement, create, get, list, available },
    options: { appConnectionOptions: options },
  }
}

/** What `act` sends through the pool. */
async function recording(database: Seeded['database'], act: () => Promise<unknown>): Promise<Recorded[]> {
  const client = await database.pool.connect()
  const statements: Recorded[] = []
  const query = client.query
  const watched = Object.assign(client, {
    query(...args: Parameters<typeof query>) {
      const [text, values]: unknown[] = args
      if (typeof text === 'string') statements.push({ text, values: Array.isArray(values) ? values : [] })
      return Reflect.apply(query, client, args)
    },
  })
  watched.release()
  try {
    await act()
  } finally {
    Object.assign(client, { query })
  }
  return statements
}
