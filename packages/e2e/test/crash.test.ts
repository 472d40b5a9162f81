import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@app-connections/client'
import { startSandbox } from '@app-connections/heroku-sandbox'
import { expect, it, onTestFinished } from 'vitest'
import { pgliteDatabase } from './canary-databases.ts'
import { type Acknowledged, writeUntilGone } from './crash-writers.ts'
import { setUpInstallation } from './installation.ts'
import { startServerProcess } from './server-process.ts'
import type { Query } from './stored-places.ts'

const rounds = Number(process.env.CRASH_ROUNDS ?? 5)
/** How long the writers go on after their first success, in milliseconds: one a round, again and again. */
const pauses = [90, 370, 150, 610, 240]

it('a server on PGlite with the sandbox, killed while it writes, keeps all it acknowledged and nothing half-written', {
  timeout: 30_000 + rounds * 15_000,
}, async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'app-connections-crash-'))
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
  const sandbox = await startSandbox()
  onTestFinished(() => sandbox.close())
  const { token } = await sandbox.control.mintToken()
  const env = { DATA_DIR: dataDir, LOG_LEVEL: 'warn', RATE_LIMITS: 'off', HEROKU_API_URL: sandbox.url }

  let server = await startServerProcess(env)
  onTestFinished(() => server.kill())
  const { clientId, secrets } = await setUpInstallation({ url: server.url, origin: server.origin, dataDir })
  const { clientSecret } = secrets
  const acknowledged: Acknowledged = { created: new Set(), removed: new Set() }

  for (let round = 0; round < rounds; round += 1) {
    const before = acknowledged.created.size
    const writing = writeUntilGone({ url: server.url, clientId, clientSecret, token, round }, acknowledged)
    await expect.poll(() => acknowledged.created.size, { interval: 5, timeout: 10_000 }).toBeGreaterThan(before)
    await sleep(pauses[round % pauses.length] ?? 0)
    await server.kill()
    await writing
    expect(server.said.errors).toBe('')
    server = await startServerProcess(env)
  }

  const client = createClient({ url: server.url, auth: { clientId, clientSecret } })
  const { appConnections } = await client.appConnections.list.query({})
  const listed = appConnections.map(({ id }) => id)
  await server.stop()
  expect(listed).toEqual(expect.arrayContaining([...acknowledged.created]))
  expect(listed.filter((id) => acknowledged.removed.has(id))).toEqual([])

  const { query, close } = await (await pgliteDatabase(dataDir)).connect()
  const stored = await storedIds(query)
  const events = await eventsById(query)
  await close()
  expect(new Set(listed)).toEqual(stored)
  expect(events).toEqual(expectedEvents(stored, events))
  process.stdout.write(
    `${rounds} kills: ${acknowledged.created.size} connections and ${acknowledged.removed.size} removals acknowledged\n`,
  )
})

async function storedIds(query: Query): Promise<Set<string>> {
  return new Set((await query('select id from connections where deleted_at is null')).map(({ id }) => `${id}`))
}

/** The actions of each connection's audit events, in order. */
async function eventsById(query: Query): Promise<Map<string, string>> {
  const rows = await query(
    `select target_id as id, string_agg(action, ', ' order by id) as actions from audit_events
     where target_type = 'app-connection' group by target_id`,
  )
  return new Map(rows.map(({ id, actions }) => [`${id}`, `${actions}`]))
}

/** What the trail must say, given the rows: each stored connection was created, every other one removed after that. */
function expectedEvents(stored: Set<string>, events: Map<string, string>): Map<string, string> {
  return new Map(
    [...new Set([...stored, ...events.keys()])].map((id) => [
      id,
      stored.has(id) ? 'appConnections.create' : 'appConnections.create, appConnections.remove',
    ]),
  )
}
