import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  createAfterwards,
  createFlights,
  createKeptRights,
  createLateEvents,
  createLimits,
  createMailer,
  createOutbound,
  createRefusals,
  createTokenUses,
  createTurnsOfProcess,
  createUses,
  noLimits,
  refreshesSettled,
  reserveInMemory,
  type Services,
} from '@app-connections/api'
import { type Database, orgIdOf, selectOrganizationKeys } from '@app-connections/db'
import { assertReady, reserveCalls, selectFitness } from '@app-connections/db/system'
import { createHttp, createProviders, type Patience } from '@app-connections/providers'
import { createKeyring } from '@app-connections/sealing'
import type { Logger } from 'pino'
import { createApp } from './app.ts'
import { clocksApart } from './clocks.ts'
import { closingOf } from './close-connections.ts'
import type { Config } from './config.ts'
import { openDatabase } from './database.ts'
import { startHousekeeping } from './housekeeping.ts'
import { type Jobs, startJobs } from './jobs.ts'
import type { BodyPatience } from './request-time.ts'
import { offerSetupCode, setupCodePath } from './setup-code.ts'
import { sharedAsking } from './shared-asking.ts'
import { createSignIn } from './sign-in.ts'
import { StartError } from './start-error.ts'
import type { UnreadAnswers } from './unread-answers.ts'

/** The deadline of all calls to a platform within one request (CONTRACT: 10 s). */
const upstreamDeadlineMs = 10_000

/**
 * A refresh ends before its caller's deadline, so that a token that is still valid can be used where the refresh hangs.
 */
const refresh: Services['refresh'] = { marginMs: 5 * 60_000, callMs: 5_000, turnMs: 8_000 }

/** Longer than all calls of one request together. */
const rotation: Services['rotation'] = { turnMs: 3 * upstreamDeadlineMs, lookAgainMs: 2 * upstreamDeadlineMs }

/** How long a call waits for the platform to decide on a plan, and the pause between two looks. */
const plans: Services['plans'] = { waitMs: 15_000, pauseMs: 500 }

/** Where a build leaves the client that is handed out. */
const clientPackage = join(import.meta.dirname, '..', '..', '..', 'packages', 'client', 'dist', 'served.tgz')

/** Longer than a network is away for, and so short that a caller's limits bound what they can hold in memory. */
const unreadAnswers: UnreadAnswers = { afterMs: 30_000, everyMs: 5_000 }

/** What tests replace. */
export interface Overrides extends Partial<Pick<Services, 'refresh' | 'rotation'>> {
  readonly open?: typeof openDatabase
  readonly unread?: UnreadAnswers
  readonly patience?: Patience
  readonly bodyPatience?: BodyPatience
}

export interface RunningServer {
  /** The code for the first admin; undefined once there is one. */
  setupCode: string | undefined
  address: string
  /** The database that it uses. Closing the server closes it. */
  database: Database
  close(): Promise<void>
}

/**
 * Opens the database, makes all services and listens. Tests use `overrides` for shorter times and for a database that
 * is already open. Throws `StartError` with a sentence for the operator.
 */
export async function startServer(config: Config, log: Logger, overrides: Overrides = {}): Promise<RunningServer> {
  const { open = openDatabase, unread = unreadAnswers, patience, bodyPatience, ...times } = overrides
  const opened = await open(config, log)
  const db = opened.database.kysely
  const http = createHttp({ proxies: config.proxies, ...(patience === undefined ? {} : { patience }) })
  if (config.mail !== undefined && config.proxies.https !== undefined) {
    log.warn('mail goes directly to SMTP_URL: it is not sent through HTTPS_PROXY')
  }
  let jobs: Jobs | undefined
  try {
    const apart = clocksApart((await selectFitness(db)).now)
    if (apart !== undefined) log.warn(apart)
    const signIn = createSignIn(db, { siteUrl: config.SITE_URL, secret: opened.keys.authSecret })
    const afterAnswer = (error: unknown) => log.error({ err: error }, 'what follows an answer failed')
    const afterwards = createAfterwards(afterAnswer)
    const services: Services = {
      db,
      databaseKind: opened.database.kind,
      keyring: createKeyring({ kek: opened.keys.kek, load: (orgId) => selectOrganizationKeys(db, orgIdOf(orgId)) }),
      providers: createProviders(config.providerVariables, http),
      limits: config.RATE_LIMITS === 'on' ? createLimits((...call) => reserveCalls(db, ...call)) : noLimits,
      turns: createTurnsOfProcess(),
      refusals: createRefusals(db, { afterwards: createAfterwards(afterAnswer) }),
      afterwards,
      lateEvents: createLateEvents(db, afterwards),
      tokenUses: createTokenUses(db),
      hashPassword: signIn.hashPassword,
      verifyPassword: signIn.verifyPassword,
      siteUrl: config.SITE_URL,
      upstreamDeadlineMs,
      refresh,
      refreshes: createFlights(),
      rights: createKeptRights(),
      rotation,
      plans,
      uses: createUses(db, (error) => log.error({ err: error }, 'uses ended: their grants could not be asked for')),
      ...times,
      outbound: createOutbound({
        allowHttp: config.WEBHOOK_ALLOW_HTTP === 'on',
        allowCidrs: config.WEBHOOK_ALLOW_CIDRS,
      }),
      mailer: config.mail && createMailer(config.mail),
      sendNoticesSoon: () => jobs?.soon('notices'),
      runSyncsSoon: () => jobs?.soon('syncs'),
      now: () => new Date(),
      onSetUp: () => rm(setupCodePath(config.DATA_DIR), { force: true }),
    }
    const app = await createApp({
      services,
      signIn,
      authSecret: opened.keys.authSecret,
      ready: sharedAsking(() => assertReady(opened.database)),
      log,
      trustProxy: config.TRUST_PROXY,
      pageLimits: config.RATE_LIMITS === 'on' ? createLimits(reserveInMemory()) : noLimits,
      clientPackage,
      unread,
      webUrl: `http://127.0.0.1:${config.WEB_PORT}`,
      development: config.NODE_ENV === 'development',
      bodyPatience,
      ...(config.METRICS_TOKEN === undefined
        ? {}
        : { metrics: { token: config.METRICS_TOKEN, pools: opened.database.pools } }),
    })
    if (config.JOBS === 'on') jobs = await startJobs(opened.database, services, log)
    const closing = closingOf(app.server)
    const address = await listen(app.listen.bind(app), config)
    const housekeeping = startHousekeeping(services, config.AUDIT_RETENTION_DAYS, log)
    const setupCode = await offerSetupCode(db, opened.keys.kek, config.DATA_DIR)
    return {
      address,
      database: opened.database,
      setupCode,
      async close() {
        await closing(() => app.close())
        await jobs?.stop()
        await refreshesSettled(services)
        await services.afterwards.settled()
        await services.refusals.settled()
        await housekeeping.stop()
        await http.close()
        await opened.close()
      },
    }
  } catch (error) {
    await jobs?.stop()
    await http.close()
    await opened.close()
    throw error
  }
}

/** The system has no such address or name, or does not let this user listen there. */
const notListening = new Set(['EACCES', 'EADDRNOTAVAIL', 'EINVAL', 'ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA'])

async function listen(
  open: (options: { host: string; port: number }) => Promise<string>,
  config: Config,
): Promise<string> {
  try {
    return await open({ host: config.HOST, port: config.PORT })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE') {
      throw new StartError(`Port ${config.PORT} is in use. Stop what listens there, or set PORT to another one.`)
    }
    if (typeof code === 'string' && notListening.has(code)) {
      throw new StartError(
        `Cannot listen on ${config.HOST}:${config.PORT} (${code}). Set HOST to an address of this machine, such as 127.0.0.1 or 0.0.0.0, and PORT to one this user may take.`,
      )
    }
    throw error
  }
}
