import { createDatabase } from '@app-connections/db/testing'
import { measure, type Peer, type Sample } from './measure.ts'
import { type BenchSettings, startPeers } from './peers.ts'
import { seed } from './seed.ts'

/** What was measured of all contenders beside each other, and of ours alone at its start. */
export interface Throughput {
  samples: readonly Sample[]
  peers: readonly string[]
  /** In MB after the run, by peer. */
  memory: Record<string, number>
  startMs: number
  idleMemoryMb: number
}

/** What is said where none of it was asked for. */
export const nothing: Throughput = { samples: [], peers: [], memory: {}, startMs: 0, idleMemoryMb: 0 }

/** Measures the cases at every contender. */
export async function measureThroughput(
  settings: BenchSettings,
  serverUrl: string,
  say: (line: string) => void,
): Promise<Throughput> {
  const small = await createDatabase(serverUrl)
  const seeded = await seed({ url: small.url }, settings.kek, 100, 10_000)
  const peers = await startPeers(settings, seeded, small.url)
  const contenders: Peer[] = peers.list
  const samples = await measure(contenders, { ...settings.config, concurrencies: [8, 64], say })
  const memory = Object.fromEntries(
    contenders.flatMap((peer) => {
      const mb = Math.round(peer.process.memoryMb())
      return mb === 0 ? [] : [[peer.name, mb]]
    }),
  )
  await peers.stop()
  await seeded.database.close()
  await small.drop()
  const { startMs, idleMemoryMb } = peers
  return { samples, peers: contenders.map(({ name }) => name), memory, startMs, idleMemoryMb }
}
