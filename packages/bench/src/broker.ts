import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createDatabase } from '@app-connections/db/testing'
import { type BrokerCaller, type BrokerPlace, prepareBroker } from './broker-place.ts'
import { type DecisionTimes, decisionTimes } from './decision.ts'
import { type LoadResult, load, median } from './load.ts'
import { type Spread, shuffled, spreadOf } from './measure.ts'
import { type BenchSettings, startOurs } from './peers.ts'
import { type PeerProcess, startPeer } from './process.ts'
import { measureScrubbing, type Scrubbing } from './scrubbing.ts'
import { seed } from './seed.ts'

/** Ours beside a bare proxy, by how many requests are in flight: ours ÷ floor. */
export interface BrokerCase {
  readonly throughput: Spread
  readonly p50: Spread
  readonly cpu: Spread
  /** Medians: requests a second, p50 in milliseconds, processor time in microseconds. */
  readonly ours: Numbers
  readonly floor: Numbers
}

interface Numbers {
  readonly perSecond: number
  readonly p50: number
  readonly cpuUs: number
}

export interface BrokerResult {
  readonly uses: Readonly<Record<string, BrokerCase>>
  readonly decision: DecisionTimes
  readonly scrubbing: Scrubbing
}

/** What the bare proxy works with. */
export interface ProxyFloorInput extends BrokerCaller {
  readonly databaseUrl: string
  readonly poolSize: number
  readonly herokuUrl: string
  readonly herokuToken: string
  readonly appId: string
}

const both = ['ours', 'floor'] as const

type Sample = LoadResult & { readonly cpuUs: number }

/** Measures uses of a connection through ours and through a bare proxy, in alternating rounds. */
export async function measureBroker(
  settings: BenchSettings,
  serverUrl: string,
  say: (line: string) => void,
): Promise<BrokerResult> {
  say('broker:')
  const database = await createDatabase(serverUrl)
  const seeded = await seed({ url: database.url }, settings.kek, 100, 10_000)
  const ours = await startOurs(settings, database.url, join(settings.scratch, 'broker'))
  const place = await prepareBroker(settings, ours.url, seeded)
  const floor = await startFloor(settings, database.url, place)
  const uses: Record<string, BrokerCase> = {}
  try {
    for (const concurrency of [8, 64]) {
      uses[`c${concurrency}`] = await rounds(settings, { ours, floor }, place, concurrency, say)
    }
  } finally {
    await Promise.all([ours.stop(), floor.stop()])
  }
  const scrubbing = await measureScrubbing(settings, database.url, place, say)
  await seeded.database.close()
  await database.drop()
  return { uses, decision: await decisionTimes(say), scrubbing }
}

function startFloor(
  settings: BenchSettings,
  databaseUrl: string,
  { callers, appId }: BrokerPlace,
): Promise<PeerProcess> {
  const { config, herokuUrl, herokuToken, scratch } = settings
  const file = join(scratch, 'proxy-floor.json')
  const [caller] = callers
  if (caller === undefined) throw new Error('somebody must use it')
  const input: ProxyFloorInput = { databaseUrl, poolSize: config.poolSize, herokuUrl, herokuToken, appId, ...caller }
  writeFileSync(file, JSON.stringify(input), { mode: 0o600 })
  return startPeer(join(import.meta.dirname, 'proxy-floor.main.ts'), [file], { NODE_ENV: 'production' })
}

async function rounds(
  { config }: BenchSettings,
  peers: { readonly ours: PeerProcess; readonly floor: PeerProcess },
  place: BrokerPlace,
  concurrency: number,
  say: (line: string) => void,
): Promise<BrokerCase> {
  const samples: Record<'ours' | 'floor', Sample[]> = { ours: [], floor: [] }
  for (let round = 0; round <= config.rounds; round += 1) {
    for (const name of shuffled(both)) {
      // Round 0 warms up and is not counted.
      const seconds = round === 0 ? 5 : config.seconds
      const sample = await one(peers[name], place, { concurrency, seconds })
      if (round > 0) samples[name].push(sample)
    }
  }
  const ratio = (pick: (sample: Sample) => number) =>
    spreadOf(samples.ours.map((sample, round) => pick(sample) / pick(samples.floor[round] ?? sample)))
  const numbers = (own: readonly Sample[]): Numbers => ({
    perSecond: Math.round(median(own.map(({ perSecond }) => perSecond))),
    p50: Math.round(median(own.map(({ p50 }) => p50)) * 100) / 100,
    cpuUs: Math.round(median(own.map(({ cpuUs }) => cpuUs))),
  })
  const result = {
    throughput: ratio(({ perSecond }) => perSecond),
    p50: ratio(({ p50 }) => p50),
    cpu: ratio(({ cpuUs }) => cpuUs),
    ours: numbers(samples.ours),
    floor: numbers(samples.floor),
  }
  for (const name of both) {
    const { perSecond, p50, cpuUs } = result[name]
    say(`  use, c${concurrency}, ${name}: ${perSecond}/s, p50 ${p50} ms, ${cpuUs} µs CPU`)
  }
  const [throughput, p50, cpu] = [result.throughput, result.p50, result.cpu].map(
    ({ median: middle, min, max }) => `${middle.toFixed(2)} (${min.toFixed(2)}–${max.toFixed(2)})`,
  )
  say(`  ÷ floor: throughput ${throughput}, p50 ${p50}, CPU ${cpu}; the aims are 0.75, 1.3 and 1.5`)
  return result
}

async function one(
  { url, cpuMs }: PeerProcess,
  { callers, appId }: BrokerPlace,
  options: { concurrency: number; seconds: number },
): Promise<Sample> {
  const before = cpuMs()
  const result = await load(
    { url, headers: {} },
    (n) => {
      const { authorization, connectionId } = callers[n % callers.length] ?? { authorization: '', connectionId: '' }
      const path = `/api/v1/app-connections/heroku/${connectionId}/proxy/apps/${appId}`
      return { method: 'GET', path, headers: { authorization } }
    },
    options,
  )
  // What follows an answer is work of the same use.
  await sleep(250)
  return { ...result, cpuUs: ((cpuMs() - before) * 1000) / Math.max(1, result.requests) }
}
