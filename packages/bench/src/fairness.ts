import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createDatabase } from '@app-connections/db/testing'
import { type Spread, spreadOf } from './measure.ts'
import { pacedGets, percentile } from './paced.ts'
import { type BenchSettings, startOurs } from './peers.ts'
import { startPeer } from './process.ts'
import { addTenant, type Seeded, seed } from './seed.ts'

/** How much longer a get of one organization takes while another does the worst it may: p99 ÷ its quiet p99. */
export type Fairness = Record<string, { ratio: Spread; quietMs: number; busyMs: number }>

const attackScript = join(import.meta.dirname, 'attack.main.ts')

/** Below the limits of a minute for one organization with five callers. */
const everyMs = 12
const callers = 5
const rowsOfAttacker = 10_000

/** Measures ours with its limits on. In each round another organization attacks, which has not spent its limits yet. */
export async function measureFairness(
  settings: BenchSettings,
  serverUrl: string,
  say: (line: string) => void,
): Promise<Fairness> {
  say('fairness:')
  const found: Fairness = {}
  const database = await createDatabase(serverUrl)
  const seeded = await seed({ url: database.url }, settings.kek, 100, 10_000)
  found.postgresql = await rounds(settings, seeded, database.url, say)
  await database.drop()
  const dataDir = join(settings.scratch, 'fairness-pglite')
  const dir = join(dataDir, 'postgres')
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  found.pglite = await rounds(settings, await seed({ dir }, settings.kek, 100, 10_000), undefined, say, dataDir)
  return found
}

async function rounds(
  settings: BenchSettings,
  seeded: Seeded,
  databaseUrl: string | undefined,
  say: (line: string) => void,
  dataDir = join(settings.scratch, 'fairness'),
): Promise<Fairness[string]> {
  const { config, kek } = settings
  const victim = await addTenant(seeded.database, kek, 100, callers)
  const attackers = []
  for (let round = 0; round < config.rounds; round += 1) {
    attackers.push(await addTenant(seeded.database, kek, rowsOfAttacker, callers))
  }
  await seeded.database.close()
  const ours = await startOurs(settings, databaseUrl, dataDir, { RATE_LIMITS: 'on' })
  const target = { ...victim, url: ours.url }
  const seconds = Math.max(4, config.seconds)
  const results: { quiet: number; busy: number }[] = []
  try {
    await pacedGets(target, { everyMs, seconds: 5 })
    for (const attacker of attackers) {
      const quiet = percentile(await pacedGets(target, { everyMs, seconds }), 0.99)
      const attack = await startPeer(attackScript, [ours.url, ...attacker.accessTokens], {})
      await sleep(500)
      const busy = percentile(await pacedGets(target, { everyMs, seconds }), 0.99)
      await attack.stop()
      results.push({ quiet, busy })
      say(
        `  ${databaseUrl === undefined ? 'PGlite' : 'PostgreSQL'}: p99 of a get ${quiet.toFixed(1)} ms quiet, ${busy.toFixed(1)} ms beside the other`,
      )
      await sleep(3_000)
    }
  } finally {
    await ours.stop()
  }
  const ratio = spreadOf(results.map(({ quiet, busy }) => busy / quiet))
  say(`  ${ratio.median.toFixed(2)} times (${ratio.min.toFixed(2)}–${ratio.max.toFixed(2)}); the aim is 3`)
  const middle = (pick: (result: { quiet: number; busy: number }) => number) => spreadOf(results.map(pick)).median
  return { ratio, quietMs: middle(({ quiet }) => quiet), busyMs: middle(({ busy }) => busy) }
}
