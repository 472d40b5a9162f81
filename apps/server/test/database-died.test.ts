import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { setUp } from './admin.ts'
import { type Request, send } from './http.ts'
import { siteUrl } from './running-server.ts'
import { startProcess } from './server-process.ts'

it('a server whose embedded database has died says 503, ends with one sentence, and starts again', {
  timeout: 180_000,
}, async () => {
  const DATA_DIR = await mkdtemp(join(tmpdir(), 'app-connections-died-'))
  onTestFinished(() => rm(DATA_DIR, { recursive: true, force: true }))
  const variables = { DATA_DIR, SITE_URL: siteUrl, JOBS: 'off', RATE_LIMITS: 'off' }
  const first = startProcess(variables, join(import.meta.dirname, 'fixtures/full-disk.ts'))
  onTestFinished(() => void first.child.kill('SIGKILL'))
  const url = await first.address
  const call = (method: string, path: string, request: Request = {}) => send(url, method, path, request)
  const setupCode = /the code (\S+)/.exec(first.said().stdout)?.[1] ?? ''
  const admin = await setUp({ call, setupCode, secrets: new Set() })

  first.child.kill('SIGUSR2')
  // The signal comes when it comes: each call writes something new.
  const write = async () => (await admin.mutate('projects.create', { name: randomUUID() })).status
  await expect.poll(write, { timeout: 20_000 }).toBe(503)
  expect((await call('GET', '/readyz')).status).toBe(503)
  const { code, stdout } = await first.ended
  expect(code).toBe(1)
  const last = stdout.split('\n').filter((line) => line.includes('"level":60'))
  expect(last).toHaveLength(1)
  expect(last[0]).toContain('the embedded database has ended: could not write to')

  const second = startProcess(variables)
  onTestFinished(() => void second.child.kill('SIGKILL'))
  const again = await second.address
  const cookie = { cookie: admin.cookie }
  expect((await send(again, 'GET', '/api/trpc/session.whoAmI', { headers: cookie })).status).toBe(200)
})
