import { engines } from '@app-connections/db/testing/engines'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { newOrganization } from './admin.ts'
import { errorOf } from './http.ts'
import { startTestServer, type TestServer } from './running-server.ts'

const path = '/api/v1/app-connections/heroku'

describe.each(engines)('the jobs of a server on %s with the sandbox', (engine) => {
  afterEach(() => void vi.useRealTimers())

  async function started(variables: Record<string, string>) {
    const server = await startTestServer({ engine, variables })
    onTestFinished(() => server.close())
    const { tokens } = await newOrganization(server)
    const body = { method: 'auth-token', name: 'main', credentials: { authToken: await server.mint() } }
    const made = await server.call('POST', path, { token: tokens.admin, body })
    expect(made.status).toBe(200)
    return { server, tokens }
  }

  const runsOf = (server: TestServer) => async () => {
    const { rowCount } = await server.database.pool.query(
      "select 1 from jobs.job where name = 'checks' and state = 'completed'",
    )
    return rowCount ?? 0
  }

  it('are asked for at the start and then each minute, in a schema of their own', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const { server } = await started({ JOBS: 'on' })
    await expect.poll(runsOf(server), { timeout: 20_000 }).toBe(1)
    vi.advanceTimersByTime(60_000)
    await expect.poll(runsOf(server), { timeout: 20_000 }).toBe(2)
    expect(server.log.join('')).not.toContain('job failed')
  })

  it('go on within a minute, and find what was put off, wherever the clock is set', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
    const { server } = await started({ JOBS: 'on' })
    const { pool } = server.database
    const queue = "name = 'checks'"
    await expect.poll(runsOf(server), { timeout: 20_000 }).toBe(1)
    for (const [step, days] of [8, -16, 8].entries()) {
      // The clock is set while a run is under way.
      await pool.query('update connections set next_check_at = $1', [new Date()])
      await server.sandbox.control.setFault({ times: 1, effect: { kind: 'latency', ms: 1_000 } })
      vi.advanceTimersByTime(60_000)
      const active = async () =>
        (await pool.query(`select 1 from jobs.job where ${queue} and state = 'active'`)).rowCount
      await expect.poll(active, { timeout: 20_000, interval: 20 }).toBe(1)
      const putOff = new Date(Date.now() + 6 * 3_600_000)
      vi.setSystemTime(Date.now() + days * 86_400_000)
      await expect.poll(active, { timeout: 20_000 }).toBe(0)
      // What was written by the clock as it was, in the database's words.
      await pool.query('update connections set next_check_at = $1', [putOff])
      await pool.query(`update jobs.queue set maintain_on = now() + interval '8 days' where ${queue}`)
      await pool.query(`insert into jobs.job (name, state, policy, start_after)
        values ('checks', 'created', 'short', now() + interval '8 days') on conflict do nothing`)
      const before = await runsOf(server)()
      vi.advanceTimersByTime(60_000)
      await expect.poll(runsOf(server), { timeout: 20_000 }).toBeGreaterThan(before)
      const { rows } = await pool.query('select next_check_at as next, last_success_at as last from connections')
      expect(rows[0].next.getTime() - Date.now(), `step ${step}`).toBeLessThanOrEqual(7.2 * 3_600_000)
      const upkeep = await pool.query(
        `select 1 from jobs.queue where ${queue} and maintain_on > now() + interval '1 day'`,
      )
      expect(upkeep.rowCount).toBe(0)
    }
  })

  it('are left to other processes where JOBS is off', async () => {
    const { server } = await started({ JOBS: 'off' })
    const { rows } = await server.database.pool.query("select to_regnamespace('jobs') as found")
    expect(rows).toEqual([{ found: null }])
  })

  it('are joined by a check on demand over REST', async () => {
    const { server, tokens } = await started({ JOBS: 'off' })
    const { id } = await server.database.kysely.selectFrom('connections').select('id').executeTakeFirstOrThrow()
    const answer = await server.call('POST', `${path}/${id}/check`, { token: tokens.member })
    expect([answer.status, answer.body]).toMatchObject([200, { appConnection: { id, health: { status: 'healthy' } } }])
    expect(answer.headers.get('etag')).toBe(`"${id}.1"`)
    expect(errorOf(await server.call('POST', `${path}/${id}/check`, { token: tokens.nobody })).statusCode).toBe(404)
    expect((await server.call('GET', `${path}/${id}/check`, { token: tokens.member })).status).toBe(405)
  })
})
