import { join } from 'node:path'
import { createDatabase, type TestDatabase } from '@app-connections/db/testing'
import { cases, type Target } from './cases.ts'
import { median } from './load.ts'
import { type BenchSettings, startOurs } from './peers.ts'
import type { PeerProcess } from './process.ts'
import { type Seeded, seed } from './seed.ts'

/** Requests a second of ours at so many connections, and how the time for one compares with the smallest organization. */
export type Growth = Record<string, { rows: number; perSecond: number; timesSlower: number }[]>

interface Size {
  rows: number
  database: TestDatabase
  seeded: Seeded
  process: PeerProcess
  target: Target
  speeds: Map<string, number[]>
}

const measured = ['get by id', 'list page of 100']
const concurrency = 8

/** Measures ours over organizations of growing size, in alternating rounds. */
export async function measureGrowth(
  settings: BenchSettings,
  serverUrl: string,
  say: (line: string) => void,
): Promise<Growth> {
  say('growth:')
  const sizes: Size[] = []
  for (const rows of settings.config.rows) {
    const database = await createDatabase(serverUrl)
    const seeded = await seed({ url: database.url }, settings.kek, rows)
    const process = await startOurs(settings, database.url, join(settings.scratch, `growth-${rows}`))
    const target = {
      url: process.url,
      headers: { authorization: `Bearer ${seeded.accessToken}` },
      connectionIds: seeded.connectionIds,
      herokuToken: settings.herokuToken,
    }
    sizes.push({ rows, database, seeded, process, target, speeds: new Map<string, number[]>() })
  }
  try {
    for (let round = 0; round <= settings.config.rounds; round += 1) {
      for (const each of cases.filter(({ name }) => measured.includes(name))) {
        for (const size of sizes) {
          const { perSecond } = await each.ours(size.target, { concurrency, seconds: settings.config.seconds })
          if (round > 0) size.speeds.set(each.name, [...(size.speeds.get(each.name) ?? []), perSecond])
        }
      }
    }
  } finally {
    for (const { process, seeded, database } of sizes) {
      await process.stop()
      await seeded.database.close()
      await database.drop()
    }
  }
  return Object.fromEntries(
    measured.map((name) => {
      const smallest = sizes[0]?.speeds.get(name) ?? []
      const rows = sizes.map((size) => {
        const speeds = size.speeds.get(name) ?? []
        const slower = speeds.map((speed, round) => (smallest[round] ?? speed) / speed)
        const result = { rows: size.rows, perSecond: Math.round(median(speeds)), timesSlower: median(slower) }
        say(
          `  ${name}, ${size.rows} rows: ${result.perSecond}/s, ${result.timesSlower.toFixed(2)} times the smallest's time`,
        )
        return result
      })
      return [name, rows]
    }),
  )
}
