import { Pool } from 'undici'

/** One request of a case; `n` counts them, so that each can be another one. */
export type MakeRequest = (n: number) => {
  method: 'GET' | 'POST'
  path: string
  body?: string
  /** Instead of the target's. */
  headers?: Record<string, string>
}

/** What a few seconds of load gave. Latencies are in milliseconds. */
export interface LoadResult {
  perSecond: number
  p50: number
  p99: number
  requests: number
}

/**
 * Keeps `concurrency` requests in flight for `seconds`, each worker sending its next one when the last is answered. Any
 * answer but 200 ends the measurement with an error: what fails is not fast.
 */
export async function load(
  target: { url: string; headers: Record<string, string> },
  make: MakeRequest,
  options: { concurrency: number; seconds: number },
): Promise<LoadResult> {
  const pool = new Pool(target.url, { connections: options.concurrency, pipelining: 1 })
  try {
    return await repeat(options, async (n) => {
      const { method, path, body, headers: own = target.headers } = make(n)
      const headers = body === undefined ? own : { ...own, 'content-type': 'application/json' }
      const answer = await pool.request({ method, path, headers, body: body ?? null })
      const text = await answer.body.text()
      if (answer.statusCode !== 200)
        throw new Error(`${method} ${path} answered ${answer.statusCode}: ${text.slice(0, 200)}`)
    })
  } finally {
    await pool.close()
  }
}

/** Lets as many workers as `concurrency` says repeat `act` until the time is over, each at its own pace. */
export async function repeat(
  options: { concurrency: number; seconds: number },
  act: (n: number) => Promise<unknown>,
): Promise<LoadResult> {
  const latencies: number[] = []
  const startedAt = performance.now()
  const until = startedAt + options.seconds * 1000
  let n = 0
  async function worker(): Promise<void> {
    while (performance.now() < until) {
      const began = performance.now()
      await act(n++)
      latencies.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: options.concurrency }, worker))
  const elapsed = (performance.now() - startedAt) / 1000
  latencies.sort((a, b) => a - b)
  const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0
  return { perSecond: latencies.length / elapsed, p50: at(0.5), p99: at(0.99), requests: latencies.length }
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}
