import { once } from 'node:events'
import { createServer } from 'node:net'
import { createDb } from '@app-connections/db'
import { selectFitness } from '@app-connections/db/system'
import { clocksApart } from '../clocks.ts'
import { type Config, readConfig } from '../config.ts'
import { makeDataDir } from '../data-dir.ts'
import { foreignJobs } from '../foreign-jobs.ts'
import { explainStart } from '../start-error.ts'
import { startWarnings } from '../start-warnings.ts'

/** The result of one check: `wrong` would keep the server from starting, `note` would not. */
export interface Finding {
  readonly kind: 'ok' | 'note' | 'wrong'
  readonly words: string
}

/**
 * Checks everything that a start needs of the environment and the machine. Changes nothing, but makes an absent
 * DATA_DIR.
 */
export async function findings(variables: Record<string, string | undefined>): Promise<Finding[]> {
  let config: Config
  try {
    config = readConfig(variables)
  } catch (error) {
    return [{ kind: 'wrong', words: explainStart(error) }]
  }
  const given = config
  return [
    { kind: 'ok', words: `the environment can be read; the public address is ${given.SITE_URL}` },
    ...startWarnings(given).map((words): Finding => ({ kind: 'note', words })),
    ...proxies(variables),
    await looked(async () => {
      await makeDataDir(given.DATA_DIR)
      return ok(`the data directory ${given.DATA_DIR} can be written`)
    }),
    ...(given.DATABASE_URL === undefined
      ? [ok('the database is PGlite, in DATA_DIR')]
      : await database(given, given.DATABASE_URL)),
    await looked(() => portFree('PORT', given.HOST, given.PORT)),
    await looked(() => portFree('WEB_PORT', '127.0.0.1', given.WEB_PORT)),
  ]
}

function proxies({ HTTPS_PROXY, https_proxy }: Record<string, string | undefined>): Finding[] {
  const proxy = HTTPS_PROXY || https_proxy
  return proxy
    ? [{ kind: 'note', words: 'calls to platforms go through the proxy of HTTPS_PROXY, but those that NO_PROXY names' }]
    : []
}

async function database(config: Config, url: string): Promise<Finding[]> {
  const missing = (['ENCRYPTION_KEY', 'AUTH_SECRET'] as const).filter((name) => config[name] === undefined)
  const keys = missing.map((name) => wrong(`with DATABASE_URL, ${name} must be set: openssl rand -base64 32`))
  try {
    const opened = await createDb({ url, poolSize: 1 })
    try {
      const { writable, mayCreate, now } = await selectFitness(opened.kysely)
      const apart = clocksApart(now)
      const foreign = await foreignJobs(opened.kysely)
      return [
        ...keys,
        writable
          ? ok('the database answers and takes writes')
          : wrong('the database is a standby or read-only: name the primary'),
        mayCreate
          ? ok('the role may make schemas and tables')
          : {
              kind: 'note',
              words:
                'the role may not make schemas and tables: a first start and an upgrade need create on the database and on its schema, or schemas auth and jobs that it may make tables in',
            },
        ...(foreign === undefined ? [] : [wrong(foreign)]),
        apart === undefined
          ? ok('the clocks of this machine and of the database agree')
          : { kind: 'note', words: apart },
      ]
    } finally {
      await opened.close()
    }
  } catch (error) {
    return [...keys, wrong(explainStart(error))]
  }
}

async function portFree(variable: string, host: string, port: number): Promise<Finding> {
  const server = createServer().listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    const running = code === 'EADDRINUSE' ? 'it is in use, by a running server or by something else' : code
    return wrong(`${variable}: cannot listen on ${host}:${port}: ${running}`)
  }
  await once(server.close(), 'close')
  return ok(`${variable}: ${host}:${port} is free`)
}

async function looked(look: () => Promise<Finding>): Promise<Finding> {
  try {
    return await look()
  } catch (error) {
    return wrong(explainStart(error))
  }
}

function ok(words: string): Finding {
  return { kind: 'ok', words }
}

function wrong(words: string): Finding {
  return { kind: 'wrong', words }
}
