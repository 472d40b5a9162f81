import { engines } from '@app-connections/db/testing/engines'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import * as z from 'zod'
import { newOrganization } from './admin.ts'
import { send } from './http.ts'
import { newPlace } from './killed.ts'
import { dataOf, startTestServer } from './running-server.ts'

const path = '/api/v1/app-connections/heroku'
const used = 'select last_used_at as at from access_tokens where last_used_at is not null'

describe.each(engines)('the housekeeping of a server on %s', (engine) => {
  afterEach(() => void vi.useRealTimers())

  it('writes within a minute when tokens were used, and no call does; vacuums what has no autovacuum', async () => {
    // Its jobs run when the test says so.
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const server = await startTestServer({ engine })
    onTestFinished(() => server.close())
    const { tokens } = await newOrganization(server)
    const written = async () => (await server.database.pool.query(used)).rows
    const before = Date.now()
    for (let each = 0; each < 3; each += 1) {
      expect((await server.call('GET', path, { token: tokens.admin })).status).toBe(200)
    }
    expect(await written()).toEqual([])
    vi.advanceTimersByTime(60_000)
    await expect.poll(written).toEqual([{ at: expect.any(Date) }])
    const [row] = await written()
    expect(row?.at.getTime()).toBeGreaterThanOrEqual(before)
    // PostgreSQL vacuums by itself.
    await server.database.pool.query(
      "insert into limit_windows (key, started_at, reserved) select 'k' || g, now(), 1 from generate_series(1, 200) g",
    )
    vi.advanceTimersByTime(600_000)
    const vacuumed = "select 1 from pg_stat_user_tables where relname = 'limit_windows' and vacuum_count > 0"
    const count = async () => (await server.database.pool.query(vacuumed)).rowCount
    if (engine === 'PGlite') await expect.poll(count).toBe(1)
    else expect(await count()).toBe(0)
    expect(server.log.join('')).not.toContain('housekeeping failed')
  })

  it('writes what is in memory alone when the server stops', { timeout: 60_000 }, async () => {
    const place = await newPlace(engine)
    const { process, url } = await place.start({ JOBS: 'off' })
    const admin = await place.admin(url)
    const ofIdentity = z.object({ id: z.uuid() })
    const { id: identityId } = ofIdentity.parse(dataOf(await admin.mutate('identities.create', { name: 'deploy' })))
    const made = await admin.mutate('accessTokens.createStatic', { identityId })
    const { accessToken } = z.object({ accessToken: z.string() }).parse(dataOf(made))
    expect((await send(url, 'GET', path, { token: accessToken })).status).toBe(200)
    process.child.kill('SIGTERM')
    expect((await process.ended).code).toBe(0)
    await place.between(async ({ pool }) => {
      expect((await pool.query(used)).rows).toEqual([{ at: expect.any(Date) }])
    })
  })
})
