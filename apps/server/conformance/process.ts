import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { after } from 'node:test'

/**
 * Starts a program that sends `{ type: 'ready', … }` to its parent, with only this environment. Resolves once it is
 * ready; rejects with its output where it ends before. The end of the test file ends it.
 */
export async function startProcess(script: string, env: Record<string, string>): Promise<{ url: string }> {
  const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const ended = once(child, 'close')
  after(async () => {
    child.kill('SIGTERM')
    await ended
  })
  const ready = once(child, 'message').then(([message]) => ({ url: `${message.url ?? message.address}` }))
  return Promise.race([
    ready,
    ended.then(([code]) => {
      throw new Error(`${script} ended with ${code}: ${said}`)
    }),
  ])
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}
