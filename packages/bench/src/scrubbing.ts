import { join } from 'node:path'
import { Agent } from 'undici'
import type { BrokerPlace } from './broker-place.ts'
import { median } from './load.ts'
import { type Spread, shuffled, spreadOf } from './measure.ts'
import { type BenchSettings, startOurs } from './peers.ts'
import { type PeerProcess, startPeer } from './process.ts'

/** What it costs to take the credential out of a large body: ours ÷ ours that scrubs nothing. */
export interface Scrubbing {
  readonly throughput: Spread
  /** How much more memory it takes at most, in MB. */
  readonly memoryMb: Spread
  /** Medians, in MB a second. */
  readonly mbPerSecond: { readonly scrubbed: number; readonly unscrubbed: number }
}

interface Sample {
  readonly mbPerSecond: number
  readonly peakMb: number
}

const megabytes = 200
const here = (file: string) => join(import.meta.dirname, file)

/** Reads one large body through each server in turn. */
export async function measureScrubbing(
  settings: BenchSettings,
  databaseUrl: string,
  place: BrokerPlace,
  say: (line: string) => void,
): Promise<Scrubbing> {
  const platform = await startPeer(here('large-answers.main.ts'), [String(megabytes)], {})
  const start = (name: string, script?: string) =>
    startOurs({ ...settings, herokuUrl: platform.url }, databaseUrl, join(settings.scratch, name), {}, script)
  const scrubbed = await start('scrubbed')
  const unscrubbed = await start('unscrubbed', here('unscrubbed.main.ts'))
  const peers = { scrubbed, unscrubbed }
  const samples: Record<'scrubbed' | 'unscrubbed', Sample[]> = { scrubbed: [], unscrubbed: [] }
  try {
    for (let round = -1; round < settings.config.rounds; round += 1) {
      for (const name of shuffled(['scrubbed', 'unscrubbed'] as const)) {
        // Three warm up: until the code is compiled and the heap has its size.
        for (let warm = 0; round < 0 && warm < 2; warm += 1) await readOnce(peers[name], place)
        const sample = await readOnce(peers[name], place)
        if (round >= 0) samples[name].push(sample)
      }
    }
  } finally {
    await Promise.all([scrubbed, unscrubbed, platform].map((peer) => peer.stop()))
  }
  const pairs = samples.scrubbed.map((sample, round) => [sample, samples.unscrubbed[round] ?? sample] as const)
  const middle = (own: readonly Sample[]) => Math.round(median(own.map(({ mbPerSecond }) => mbPerSecond)))
  const result = {
    throughput: spreadOf(pairs.map(([ours, other]) => ours.mbPerSecond / other.mbPerSecond)),
    memoryMb: spreadOf(pairs.map(([ours, other]) => ours.peakMb - other.peakMb)),
    mbPerSecond: { scrubbed: middle(samples.scrubbed), unscrubbed: middle(samples.unscrubbed) },
  }
  const { throughput, memoryMb, mbPerSecond } = result
  say(
    `  scrubbing ${megabytes} MB: ${mbPerSecond.scrubbed} MB/s, ${mbPerSecond.unscrubbed} without; throughput ${throughput.median.toFixed(3)} (${throughput.min.toFixed(3)}–${throughput.max.toFixed(3)}), memory ${memoryMb.median.toFixed(1)} MB (${memoryMb.min.toFixed(1)}–${memoryMb.max.toFixed(1)}) more; the aims are 0.95 and 8`,
  )
  return result
}

async function readOnce({ url, resetPeak, peakMb }: PeerProcess, { callers, appId }: BrokerPlace): Promise<Sample> {
  const agent = new Agent()
  const [caller] = callers
  resetPeak()
  const began = performance.now()
  const { statusCode, body } = await agent.request({
    origin: url,
    path: `/api/v1/app-connections/heroku/${caller?.connectionId}/proxy/apps/${appId}`,
    method: 'GET',
    headers: { authorization: caller?.authorization ?? '' },
  })
  let bytes = 0
  for await (const chunk of body) bytes += chunk.length
  const seconds = (performance.now() - began) / 1000
  await agent.close()
  const wanted = megabytes * 1024 * 1024
  if (statusCode !== 200 || bytes !== wanted) throw new Error(`a body of ${bytes} bytes was answered ${statusCode}`)
  return { mbPerSecond: megabytes / seconds, peakMb: peakMb() }
}
