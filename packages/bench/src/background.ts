import { createServer } from 'node:http'
import { join } from 'node:path'
import { createDatabase, type TestDatabase } from '@app-connections/db/testing'
import { cases, type Target } from './cases.ts'
import { type Spread, shuffled, spreadOf } from './measure.ts'
import { type BenchSettings, startOurs } from './peers.ts'
import type { PeerProcess } from './process.ts'
import { seed } from './seed.ts'

/** How much longer a get takes with the background jobs on than with them off, while connections are made and after. */
export interface Background {
  during: Spread
  after: Spread
}

interface Side {
  jobs: 'on' | 'off'
  database: TestDatabase
  process: PeerProcess
  target: Target
}

const webhooks = 5
/** How long a receiver takes to answer, in milliseconds. */
const answerMs = 1_000
const concurrency = 8

/** Measures ours twice side by side. One stands still while the other is measured: it would disturb it as nobody else's. */
export async function measureBackground(
  settings: BenchSettings,
  serverUrl: string,
  say: (line: string) => void,
): Promise<Background> {
  const { config } = settings
  say(`background, ${config.creates} creates, ${webhooks} webhooks that answer within ${answerMs} ms:`)
  const receiver = createServer((request, response) => {
    request.resume()
    setTimeout(() => response.writeHead(200).end(), answerMs)
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const at = receiver.address()
  if (at === null || typeof at === 'string') throw new Error('a port has an address')
  const sides: Side[] = []
  try {
    for (const jobs of ['on', 'off'] as const) {
      const side = await startSide(settings, serverUrl, jobs, `http://127.0.0.1:${at.port}/`)
      side.process.halt()
      sides.push(side)
    }
    const perRound = Math.ceil(config.creates / config.rounds)
    const during = await rounds(sides, config, (side) => creates(side, perRound))
    say(
      `  a get takes ${during.median.toFixed(3)} (${during.min.toFixed(3)}–${during.max.toFixed(3)}) times as long during the creates`,
    )
    const after = await rounds(sides, config, async () => {})
    say(
      `  and ${after.median.toFixed(3)} (${after.min.toFixed(3)}–${after.max.toFixed(3)}) times after them; the aim is 1.1`,
    )
    return { during, after }
  } finally {
    for (const { process, database } of sides) {
      process.goOn()
      await process.stop()
      await database.drop()
    }
    receiver.closeAllConnections()
    receiver.close()
  }
}

async function startSide(settings: BenchSettings, serverUrl: string, jobs: Side['jobs'], hook: string): Promise<Side> {
  const database = await createDatabase(serverUrl)
  const seeded = await seed({ url: database.url }, settings.kek, 100, 10_000)
  await seeded.database.close()
  const variables = { JOBS: jobs, WEBHOOK_ALLOW_HTTP: 'on', WEBHOOK_ALLOW_CIDRS: '127.0.0.0/8' }
  const process = await startOurs(settings, database.url, join(settings.scratch, `jobs-${jobs}`), variables)
  const headers = { authorization: `Bearer ${seeded.accessToken}` }
  const { connectionIds } = seeded
  const target = { url: process.url, headers, connectionIds, herokuToken: settings.herokuToken }
  for (let n = 0; n < webhooks; n += 1) {
    const answer = await fetch(`${process.url}/api/trpc/webhooks.create`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ url: `${hook}${n}`, description: '' }),
    })
    if (!answer.ok) throw new Error(`a webhook was answered ${answer.status}: ${await answer.text()}`)
  }
  return { jobs, database, process, target }
}

/** The time of a get with jobs on, as a share of that with jobs off, by rounds. The first one warms up. */
async function rounds(
  sides: readonly Side[],
  { rounds: count, seconds }: BenchSettings['config'],
  meanwhile: (side: Side) => Promise<void>,
): Promise<Spread> {
  const ratios: number[] = []
  for (let round = 0; round <= count; round += 1) {
    const speeds = { on: 0, off: 0 }
    for (const side of shuffled(sides)) {
      side.process.goOn()
      const [speed] = await Promise.all([
        gets(side, round === 0 ? 5 : seconds),
        round === 0 ? undefined : meanwhile(side),
      ])
      speeds[side.jobs] = speed
      side.process.halt()
    }
    if (round > 0) ratios.push(speeds.off / speeds.on)
  }
  return spreadOf(ratios)
}

async function gets(side: Side, seconds: number): Promise<number> {
  const get = cases.find(({ name }) => name === 'get by id')
  if (get === undefined) throw new Error('the case is there')
  return (await get.ours(side.target, { concurrency, seconds })).perSecond
}

async function creates({ target }: Side, count: number): Promise<void> {
  let made = 0
  const worker = async () => {
    while (made < count) {
      made += 1
      const name = `made-${process.hrtime.bigint()}`
      const body = { name, method: 'auth-token', credentials: { authToken: target.herokuToken } }
      const answer = await fetch(`${target.url}/api/v1/app-connections/heroku`, {
        method: 'POST',
        headers: { ...target.headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      if (answer.status !== 200) throw new Error(`a create was answered ${answer.status}: ${await answer.text()}`)
      await answer.arrayBuffer()
    }
  }
  await Promise.all([worker(), worker()])
}
