import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KeyEncryptionKey } from '@app-connections/sealing'
import type { BenchConfig } from './config.ts'
import type { Peer } from './measure.ts'
import { writePeerInput } from './peer-input.ts'
import { pgbench } from './pgbench.ts'
import { type PeerProcess, startPeer, unmeasured } from './process.ts'
import { recordStatements } from './record.ts'
import { type Seeded, seed } from './seed.ts'

export interface BenchSettings {
  config: BenchConfig
  kek: KeyEncryptionKey
  encryptionKey: string
  herokuUrl: string
  herokuToken: string
  /** A folder for the files of this run. */
  scratch: string
}

const serverScript = join(import.meta.dirname, '..', '..', '..', 'apps', 'server', 'src', 'main.ts')

/** Starts our server as production would, on a database that is there already. */
export function startOurs(
  settings: BenchSettings,
  databaseUrl: string | undefined,
  dataDir: string,
  more: Record<string, string> = {},
  script = serverScript,
): Promise<PeerProcess> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const variables = {
    NODE_ENV: 'production',
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    DATABASE_POOL: String(settings.config.poolSize),
    DATA_DIR: dataDir,
    PORT: '0',
    ENCRYPTION_KEY: settings.encryptionKey,
    AUTH_SECRET: randomBytes(32).toString('base64'),
    // Peers come and go on one database, and nobody's session outlives one.
    AUTH_SECRET_CHANGED: 'on',
    RATE_LIMITS: 'off',
    HEROKU_API_URL: settings.herokuUrl,
    ...more,
  }
  return startPeer(script, [], variables, settings.config.profileDir)
}

/**
 * The contenders: ours, the floor and Fastify by hand over one database, ours once more on PGlite, PostgreSQL alone where
 * pgbench is installed, and an outside service where one is named.
 */
export async function startPeers(settings: BenchSettings, seeded: Seeded, databaseUrl: string) {
  const { config, herokuUrl, herokuToken } = settings
  const { cases, options } = await recordStatements(seeded, { url: herokuUrl, token: herokuToken })
  const keys = await seeded.keyring.forOrg(seeded.orgId)
  const input = join(settings.scratch, 'peer.json')
  const base = { databaseUrl, poolSize: config.poolSize, orgId: seeded.orgId, herokuUrl, cases, options }
  const dataKey = keys.current.key.export().toString('base64')
  writeFileSync(input, writePeerInput({ ...base, dataKey, dataKeyId: keys.current.id }), { mode: 0o600 })

  const script = (name: string) => join(import.meta.dirname, name)
  const ours = await startOurs(settings, databaseUrl, join(settings.scratch, 'ours'))
  const idleMemoryMb = ours.memoryMb()
  const floor = await startPeer(script('floor.main.ts'), [input], { NODE_ENV: 'production' })
  const fastify = await startPeer(script('fastify.main.ts'), [input], {
    NODE_ENV: 'production',
  })
  const target = (
    url: string,
    { accessToken, connectionIds }: Pick<Seeded, 'accessToken' | 'connectionIds'> = seeded,
  ) => ({
    url,
    headers: { authorization: `Bearer ${accessToken}` },
    connectionIds,
    herokuToken,
  })
  const embedded = await startEmbedded(settings)
  const list: Peer[] = [
    { name: 'ours', process: ours, target: target(ours.url), ours: true },
    { name: 'floor', process: floor, target: target(floor.url), ours: false },
    { name: 'fastify', process: fastify, target: target(fastify.url), ours: false },
    { name: 'pglite', process: embedded.process, target: target(embedded.process.url, embedded.seeded), ours: true },
  ]
  const alone = await pgbench(databaseUrl, cases, settings.scratch)
  if (alone !== undefined) list.push({ name: 'pgbench', ...alone, target: target(''), ours: false })
  const { outside } = config
  if (outside !== undefined) {
    list.push({
      name: 'outside',
      process: unmeasured,
      target: { ...target(outside.url), headers: outside.headers },
      ours: false,
    })
  }
  return {
    list,
    startMs: Math.round(ours.startMs),
    idleMemoryMb: Math.round(idleMemoryMb),
    stop: async () => {
      await Promise.all([ours, floor, fastify, embedded.process].map((peer) => peer.stop()))
    },
  }
}

/** Ours on PGlite, with as many connections as the others have at first. */
async function startEmbedded(settings: BenchSettings) {
  const dataDir = join(settings.scratch, 'pglite')
  const dir = join(dataDir, 'postgres')
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const seeded = await seed({ dir }, settings.kek, 100, 10_000)
  await seeded.database.close()
  return { seeded, process: await startOurs(settings, undefined, dataDir) }
}
