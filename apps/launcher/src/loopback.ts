import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** An agent of its own connects directly. A proxy in the environment is for other machines. */
const agent = new Agent()
const onceMs = 5_000
const pollMs = 50

/** Resolves once `url`, on this machine, answers without a server error. Rejects after `withinMs`. */
export async function answers(name: string, url: string, withinMs: number): Promise<void> {
  const until = performance.now() + withinMs
  for (;;) {
    const last = await statusOf(url).catch((error: unknown) => error)
    if (typeof last === 'number' && last < 500) return
    if (performance.now() > until) throw new Error(`the ${name} did not answer at ${url}`, { cause: last })
    await sleep(pollMs)
  }
}

/** Resolves with true once nothing listens on a port of the loopback interface, with false after `withinMs`. */
export async function portIsFree(port: number, withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs
  while (!(await canListen(port))) {
    if (performance.now() > until) return false
    await sleep(pollMs)
  }
  return true
}

function statusOf(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = get(url, { agent, signal: AbortSignal.timeout(onceMs) }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    asked.on('error', reject)
  })
}

async function canListen(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return false
    throw error
  }
  await once(server.close(), 'close')
  return true
}
