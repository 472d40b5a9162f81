import type { IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Service } from './service.ts'
import type { Call } from './wire.ts'

/** How long one request waits in all because of limits, in milliseconds. */
const longestMs = 60_000
const firstMs = 1_000

/**
 * Sends a call, and again after the wait that an answer of status 429 asks for: it says that nothing was done. Such an
 * answer comes back where the wait would be too long, or the body cannot be sent twice. `say` is told of each wait.
 */
export async function sendPatiently(
  service: Service,
  call: Call,
  say: (seconds: number) => void,
): Promise<IncomingMessage> {
  const repeatable = call.body === undefined || call.body instanceof Buffer
  for (let tries = 0, waited = 0; ; tries += 1) {
    const answer = await service.send(call)
    if (answer.statusCode !== 429 || !repeatable) return answer
    const pause = askedFor(answer) ?? firstMs * 2 ** tries
    waited += pause
    if (waited > longestMs) return answer
    answer.resume()
    say(Math.ceil(pause / 1000))
    await sleep(pause, undefined, { signal: call.signal })
  }
}

/** The wait of `Retry-After`, which is whole seconds or a date (RFC 9110, 10.2.3). A wait of nothing is none. */
function askedFor({ headers }: IncomingMessage): number | undefined {
  const text = headers['retry-after'] ?? ''
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now()
  return ms > 0 ? ms : undefined
}
