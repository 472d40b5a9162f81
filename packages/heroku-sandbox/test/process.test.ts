import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { sandboxControl } from '../src/index.ts'
import { send } from './harness.ts'

const bin = join(import.meta.dirname, '..', 'src', 'bin.ts')
const secret = 'a-secret-of-the-control-endpoint'
const Ready = z.object({ type: z.literal('ready'), url: z.string() })

let folder = ''
const started: ChildProcess[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-'))
})
afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  await rm(folder, { recursive: true })
})

function start(env: Record<string, string>) {
  const child = spawn(process.execPath, [bin], {
    env: { PATH: process.env.PATH, SANDBOX_PORT: '0', SANDBOX_CONTROL_SECRET: secret, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  started.push(child)
  const output = { text: '' }
  child.stdout?.on('data', (chunk) => (output.text += chunk))
  child.stderr?.on('data', (chunk) => (output.text += chunk))
  return { child, output }
}

async function ready(child: ChildProcess): Promise<string> {
  const [message] = await once(child, 'message')
  return Ready.parse(message).url
}

describe('the sandbox as a process', () => {
  test('says that it is ready, keeps its state over a SIGKILL, and stops on SIGTERM with exit code 0', async () => {
    const env = { SANDBOX_STATE: join(folder, 'state.json') }
    const first = start(env)
    const control = sandboxControl(await ready(first.child), secret)
    const { token } = await control.mintToken({ scope: ['identity'] })
    first.child.kill('SIGKILL')
    await once(first.child, 'exit')
    const second = start(env)
    const url = await ready(second.child)
    expect((await send(url, 'GET', '/account', { token })).status).toBe(200)
    second.child.kill('SIGTERM')
    expect(await once(second.child, 'exit')).toEqual([0, null])
    expect(second.output.text).toBe(`Heroku sandbox: ${url} (Platform API and identity service)\n`)
  })

  test('stops with its parent, also while a fault keeps a request hanging', async () => {
    const { child } = start({})
    const url = await ready(child)
    await sandboxControl(url, secret).setFault({ effect: { kind: 'hang' } })
    const hanging = fetch(`${url}/account`).catch(() => 'cut')
    await new Promise((resolve) => setTimeout(resolve, 100))
    child.disconnect()
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(await hanging).toBe('cut')
  })

  test('says in one sentence that its port is in use, with exit code 1', async () => {
    const first = start({})
    const { port } = new URL(await ready(first.child))
    const second = start({ SANDBOX_PORT: port })
    expect(await once(second.child, 'exit')).toEqual([1, null])
    expect(second.output.text).toBe(`Port ${port} is in use: stop what uses it, or set SANDBOX_PORT to another.\n`)
  })

  test('names every mistake of its environment at once', async () => {
    const { child, output } = start({
      SANDBOX_PORT: '99999',
      SANDBOX_CONTROL_SECRET: 'short',
      SANDBOX_LATENCY_MS: 'slow',
      SANDBOX_OAUTH_CLIENT_ID: 'only-this',
    })
    expect(await once(child, 'exit')).toEqual([1, null])
    for (const name of ['SANDBOX_PORT', 'SANDBOX_CONTROL_SECRET', 'SANDBOX_LATENCY_MS', 'SANDBOX_OAUTH_CLIENT_SECRET'])
      expect(output.text).toContain(name)
    expect(output.text).not.toContain('short')
  })

  test('registers the OAuth client it was given', async () => {
    const { child } = start({
      SANDBOX_OAUTH_CLIENT_ID: 'my-client',
      SANDBOX_OAUTH_CLIENT_SECRET: 'my-secret',
      SANDBOX_OAUTH_REDIRECT_URI: 'http://localhost:3000/callback',
    })
    const client = await sandboxControl(await ready(child), secret).oauthClient()
    expect(client).toEqual({ id: 'my-client', secret: 'my-secret', redirectUri: 'http://localhost:3000/callback' })
  })
})
