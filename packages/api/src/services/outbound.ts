import { type Address, createLookUp, type LookUp } from '@app-connections/providers'
import { Agent, request } from 'undici'
import { resolveTarget, TargetError, type TargetRules } from './target.ts'

/** The outcome of a delivery: the status of the answer, or a sentence why there is none. Any 2xx is delivered. */
export interface Outcome {
  readonly delivered: boolean
  readonly status: number | null
  readonly error: string | null
  readonly ms: number
}

/** Sends to addresses that users of this service have given. */
export interface Outbound {
  /** What the operator allows. */
  readonly rules: TargetRules
  /** The addresses that a delivery would connect to, in order. Rejects with `TargetError`. */
  resolve(url: URL): Promise<readonly Address[]>
  /** Sends a body there. Never rejects. */
  send(url: URL, headers: Readonly<Record<string, string>>, body: string): Promise<Outcome>
}

export interface OutboundOptions extends TargetRules {
  /** By default the system's name servers. */
  readonly lookUp?: LookUp
  /** How long all look-ups may take together, in milliseconds; by default 5 s. */
  readonly lookUpMs?: number
  /** How long a whole delivery may take, in milliseconds; by default 10 s. */
  readonly timeoutMs?: number
}

/** The most bytes that are read of an answer, and dropped. Then the connection is closed. */
const mostBytes = 64 * 1024

/**
 * Deliveries by POST. They follow no redirect and use no forward proxy, which would look the name up again. Each opens
 * its own connection to the addresses that were found to be public, with the URL's name and certificate: a receiver
 * that hangs, floods or breaks off delays only its own delivery.
 */
export function createOutbound(options: OutboundOptions): Outbound {
  const { lookUp = createLookUp(), lookUpMs = 5_000, timeoutMs = 10_000, ...rules } = options

  async function resolve(url: URL): Promise<readonly Address[]> {
    const late = new TargetError(`The name servers did not say within ${lookUpMs / 1000} seconds where it leads`)
    const deadline = new AbortController()
    const timer = setTimeout(() => deadline.abort(late), lookUpMs)
    try {
      return await before(deadline.signal, resolveTarget(url, rules, lookUp))
    } finally {
      clearTimeout(timer)
    }
  }

  async function post(
    url: URL,
    headers: Readonly<Record<string, string>>,
    body: string,
    signal: AbortSignal,
  ): Promise<number> {
    const targets = await before(signal, resolve(url))
    for (const [at, target] of targets.entries()) {
      const last = at === targets.length - 1
      // An address that does not answer must leave time for the next one.
      const connectMs = last ? timeoutMs : timeoutMs / (targets.length + 1)
      const agent = new Agent({ connections: 1, pipelining: 0, connect: { timeout: connectMs, lookup: only(target) } })
      try {
        const answer = await request(url, { dispatcher: agent, method: 'POST', headers, body, signal })
        await skim(answer.body)
        return answer.statusCode
      } catch (error) {
        if (last || signal.aborted || !notConnected.has(codeOf(error))) throw error
      } finally {
        await agent.destroy()
      }
    }
    throw new TargetError(`${url.hostname} leads nowhere: the name has no address`)
  }

  return {
    rules,
    resolve,
    async send(url, headers, body) {
      const startedAt = performance.now()
      const signal = AbortSignal.timeout(timeoutMs)
      const outcome = await post(url, headers, body, signal).then(
        (status) => ({ delivered: status >= 200 && status < 300, status, error: complaint(status) }),
        (error: unknown) => ({ delivered: false, status: null, error: sentence(error, signal, timeoutMs) }),
      )
      return { ...outcome, ms: Math.round(performance.now() - startedAt) }
    },
  }
}

/** Errors before anything was sent: another address of the receiver may work. */
const notConnected: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
])

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** A look-up that gives this address for every name. */
function only({ address, family }: Address) {
  return (
    _name: string,
    options: { all?: boolean | undefined },
    callback: (error: null, found: string | { address: string; family: number }[], family?: number) => void,
  ) => (options.all === true ? callback(null, [{ address, family }]) : callback(null, address, family))
}

/** Reads the beginning of a body, so that a small one ends properly. Only the status matters. */
async function skim(
  body: AsyncIterable<Uint8Array> & { destroy(): unknown; on(event: 'error', listener: () => void): unknown },
) {
  // A body that is destroyed before its end emits an error, which would end the process without a listener.
  body.on('error', () => {})
  let size = 0
  try {
    for await (const chunk of body) {
      size += chunk.byteLength
      if (size > mostBytes) break
    }
  } catch {
    // The status has arrived; a body that breaks off or never ends does not change it.
  }
  body.destroy()
}

/** Rejects when `signal` fires, because a look-up cannot be cancelled and must not outlast the delivery. */
async function before<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    work.then(resolve, reject)
  })
}

function complaint(status: number): string | null {
  if (status >= 200 && status < 300) return null
  if (status >= 300 && status < 400) return 'The receiver redirects, and redirects are not followed'
  return `The receiver answered with status ${status}`
}

function sentence(error: unknown, signal: AbortSignal, timeoutMs: number): string {
  if (error instanceof TargetError) return error.message
  if (signal.aborted) return `No answer within ${timeoutMs / 1000} seconds`
  const code = codeOf(error)
  if (code === 'ECONNREFUSED') return 'The connection was refused'
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return 'No connection could be made in time'
  if (/CERT|SIGNATURE|ALTNAME|SSL|TLS/.test(code))
    return 'The certificate of the receiver is not valid for this address'
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return 'The headers of the answer are too long'
  return 'The connection broke before an answer was complete'
}
