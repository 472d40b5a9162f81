import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it, onTestFinished } from 'vitest'
import { newOrganization } from './admin.ts'
import { errorOf } from './http.ts'
import { startTestServer } from './running-server.ts'

const path = '/api/v1/app-connections/heroku'

describe.each(engines)('the jobs of a server on %s with the sandbox', (engine) => {
  async function started(variables: Record<string, string>) {
    const server = await startTestServer({ engine, variables })
    onTestFinished(() => server.close())
    const { tokens } = await newOrganization(server)
    const body = { method: 'auth-token', name: 'main', credentials: { authToken: await server.mint() } }
    const made = await server.call('POST', path, { token: tokens.admin, body })
    expect(made.status).toBe(200)
    return { server, tokens }
  }

  it('are asked for at the start and then each minute, in a schema of their own', async () => {
    const { server } = await started({ JOBS: 'on' })
    const { rows } = await server.database.pool.query('select name, cron from jobs.schedule order by name')
    expect(rows).toEqual(['checks', 'notices', 'withdrawals'].map((name) => ({ name, cron: '* * * * *' })))
    const passes = async () =>
      (await server.database.pool.query("select 1 from jobs.job where name = 'checks' and state = 'completed'"))
        .rowCount
    await expect.poll(passes, { timeout: 20_000 }).toBe(1)
    expect(server.log.join('')).not.toContain('job failed')
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
