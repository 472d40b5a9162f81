import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'

/** Latencies in milliseconds, in ascending order. */
export function percentile(latencies: readonly number[], share: number): number {
  const sorted = latencies.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/**
 * Gets by id at a pace, whatever the answers take: what one waits for the others do not hide. Resolves with the latencies
 * in milliseconds; rejects where an answer is not 200.
 */
export async function pacedGets(
  target: { url: string; accessTokens: readonly string[]; connectionIds: readonly string[] },
  options: { everyMs: number; seconds: number },
): Promise<number[]> {
  const pool = new Pool(target.url, { connections: 32, pipelining: 1 })
  const latencies: number[] = []
  const answers: Promise<void>[] = []
  async function get(n: number): Promise<void> {
    const began = performance.now()
    const path = `/api/v1/app-connections/heroku/${target.connectionIds[n % target.connectionIds.length]}`
    const headers = { authorization: `Bearer ${target.accessTokens[n % target.accessTokens.length]}` }
    const answer = await pool.request({ method: 'GET', path, headers })
    const text = await answer.body.text()
    if (answer.statusCode !== 200) throw new Error(`a get was answered ${answer.statusCode}: ${text.slice(0, 200)}`)
    latencies.push(performance.now() - began)
  }
  const startedAt = performance.now()
  const count = Math.round((options.seconds * 1000) / options.everyMs)
  try {
    for (let n = 0; n < count; n += 1) {
      answers.push(get(n))
      await sleep(Math.max(0, startedAt + (n + 1) * options.everyMs - performance.now()))
    }
    await Promise.all(answers)
  } finally {
    await pool.close()
  }
  return latencies
}
