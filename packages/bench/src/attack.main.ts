import { randomUUID } from 'node:crypto'
import { constants, setPriority } from 'node:os'
import { Pool } from 'undici'

// One organization that does the worst it may: `attack.main.ts URL TOKEN…` goes on until it is ended.

// It gives way to what is measured, as if it were on a machine of its own.
setPriority(constants.priority.PRIORITY_LOW)

const [url = '', ...tokens] = process.argv.slice(2)
const pool = new Pool(url, { connections: 48, pipelining: 1, headersTimeout: 60_000, bodyTimeout: 60_000 })
const workers = 32
const afterRefusalMs = 50
const answers = new Map<number, number>()

interface Ask {
  method: 'GET' | 'POST'
  path: string
  body?: string
}

const twenty = Array.from({ length: 20 }, (_, n) => n)
const inputs = Object.fromEntries(twenty.map((n) => [n, { limit: 500 }]))
const batch = `batch=1&input=${encodeURIComponent(JSON.stringify(inputs))}`
const batchPath = `/api/trpc/${twenty.map(() => 'appConnections.list').join(',')}?${batch}`
const large = JSON.stringify({
  name: 'x',
  method: 'auth-token',
  credentials: { authToken: 'x' },
  more: 'x'.repeat(1_000_000),
})
const mistakes = JSON.stringify({ url: 'https://a.example', events: Array.from({ length: 190 }, () => 0) })

/** What it asks in turn: batches of long lists, a whole list, large inputs, many mistakes, names that nobody knows. */
const asks: readonly (() => Ask)[] = [
  () => ({ method: 'GET', path: batchPath }),
  () => ({ method: 'GET', path: '/api/v1/app-connections' }),
  () => ({ method: 'POST', path: '/api/v1/app-connections/heroku', body: large }),
  () => ({ method: 'POST', path: '/api/trpc/webhooks.create', body: mistakes }),
  () => ({
    method: 'POST',
    path: '/api/trpc/webhooks.create',
    body: JSON.stringify({ url: `https://${randomUUID()}.example.invalid/`, events: ['connection.created'] }),
  }),
]

async function worker(n: number): Promise<void> {
  for (let round = n; ; round += 1) {
    const { method, path, body } = asks[round % asks.length]?.() ?? { method: 'GET', path: '/' }
    const authorization = `Bearer ${tokens[round % tokens.length]}`
    const headers = { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
    const answer = await pool.request({ method, path, headers, body: body ?? null }).catch(() => undefined)
    await answer?.body.dump({ limit: 1e9 }).catch(() => {})
    const status = answer?.statusCode ?? 0
    answers.set(status, (answers.get(status) ?? 0) + 1)
    if (status === 429 || status === 0) await new Promise((resolve) => setTimeout(resolve, afterRefusalMs))
  }
}

process.on('SIGTERM', () => {
  process.stderr.write(
    `    the other was answered ${[...answers].map(([status, count]) => `${count} × ${status}`).join(', ')}\n`,
  )
  process.exit(0)
})
for (let n = 0; n < workers; n += 1) void worker(n)
process.send?.({ type: 'ready', url })
