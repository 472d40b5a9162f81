import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Engine, emptyDatabase, engines } from '@app-connections/db/testing/engines'
import { generateKeyEncryptionKey } from '@app-connections/sealing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { createLog } from '../../src/log.ts'
import { startServer } from '../../src/start.ts'
import { send } from '../http.ts'
import { newAccount, siteUrl } from '../running-server.ts'

/** The operator's command as `npm run reset-password` starts it. */
function command(
  variables: Record<string, string>,
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  const file = join(import.meta.dirname, '../../src/reset-password.ts')
  return new Promise((resolve) => {
    const env = { PATH: process.env.PATH ?? '', ...variables }
    execFile(process.execPath, [file, ...args], { env, timeout: 60_000 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, stdout, stderr })
    })
  })
}

async function placeFor(engine: Engine): Promise<Record<string, string>> {
  const empty = await emptyDatabase(engine)
  onTestFinished(empty.remove)
  const keys = { ENCRYPTION_KEY: generateKeyEncryptionKey(), AUTH_SECRET: randomBytes(32).toString('base64') }
  const shared = { ...keys, SITE_URL: siteUrl, PORT: '0', RATE_LIMITS: 'off' }
  if ('dir' in empty.target) return { ...shared, DATA_DIR: dirname(empty.target.dir) }
  const dataDir = await mkdtemp(join(tmpdir(), 'app-connections-reset-'))
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
  return { ...shared, DATA_DIR: dataDir, DATABASE_URL: empty.target.url }
}

describe.each(engines)('npm run reset-password on %s', (engine) => {
  it('prints a link that works once at the server, and leaves an event of the operator', async () => {
    const variables = await placeFor(engine)
    const start = () => startServer(readConfig(variables), createLog('silent'))
    const account = newAccount()
    const first = await start()
    const setup = { code: first.setupCode, organization: 'Acme', name: 'Ada', ...account }
    expect((await send(first.address, 'POST', '/api/trpc/setup.complete', { body: setup })).status).toBe(200)
    await first.close()

    const printed = await command(variables, ` ${account.email.toUpperCase()} `)
    expect(printed, printed.stderr).toMatchObject({ code: 0, stderr: '' })
    const [, token = ''] =
      /^Valid for a day, once: http:\/\/connections\.test\/reset-password#(acr_[\w-]{43})\n$/.exec(printed.stdout) ?? []
    expect(token).not.toBe('')
    const nobody = await command(variables, 'nobody@example.com')
    expect(nobody).toMatchObject({ code: 1, stdout: 'Nobody has the address nobody@example.com.\n' })
    const without = await command(variables)
    expect(without.code).toBe(1)
    expect(without.stderr).toContain('Say whose password')

    const second = await start()
    try {
      const reset = (password: string) =>
        send(second.address, 'POST', '/api/trpc/people.resetPassword', { body: { token, password } })
      expect([(await reset('the new password')).status, (await reset('the new password')).status]).toEqual([200, 400])
      const body = { email: account.email, password: 'the new password' }
      expect(
        (await send(second.address, 'POST', '/api/auth/sign-in/email', { body, headers: { origin: siteUrl } })).status,
      ).toBe(200)
      const { rows } = await second.database.pool.query(
        "select actor_type, outcome from audit_events where action = 'people.createPasswordReset'",
      )
      expect(rows).toEqual([{ actor_type: 'operator', outcome: 'success' }])
      if (engine === 'PGlite') {
        // Only one process may use the data directory.
        const refused = await command(variables, account.email)
        expect([refused.code, refused.stdout]).toEqual([1, ''])
        expect(refused.stderr).toContain('is in use by another process')
      }
    } finally {
      await second.close()
    }
  })
})

it('npm run reset-password makes no database where there is none: it says which folder it looked at', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'app-connections-reset-'))
  onTestFinished(() => rm(parent, { recursive: true, force: true }))
  const dataDir = join(parent, 'wrong')
  const refused = await command({ DATA_DIR: dataDir }, 'ada@example.com')
  expect(refused.code).toBe(1)
  expect(refused.stderr).toBe(`There is no database in ${dataDir}: set DATA_DIR, or DATABASE_URL, as for the server.\n`)
  expect(await readdir(parent)).toEqual([])
})
