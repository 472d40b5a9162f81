import { type Address, createLookUp, type LookUp } from '@app-connections/providers'
import { Agent, request } from 'undici'
import { resolveTarget, TargetError, type TargetRules } from './target.ts'

/** How a delivery went: the status that came back, or in a sentence why none did. Delivered is any 2xx. */
export interface Outcome {
  readonly delivered: boolean
  readonly status: number | null
  readonly error: string | null
  readonly ms: number
}

/** The way out to addresses that users of this service have given. */
export interface Outbound {
  /** What the operator allows. */
  readonly rules: TargetRules
  /** The addresses that a delivery there would connect to, one after the other. Rejects with `TargetError`. */
  resolve(url: URL): Promise<readonly Address[]>
  /** Sends a body there. Never rejects. */
  send(url: URL, headers: Readonly<Record<string, string>>, body: string): Promise<Outcome>
}

export interface OutboundOptions extends TargetRules {
  /** The system's name servers unless given. */
  readonly lookUp?: LookUp
  /** How long the name servers may take together, in milliseconds; 5 s unless given. */
  readonly lookUpMs?: number
  /** How long a delivery may take with everything, in milliseconds; 10 s unless given. */
  readonly timeoutMs?: number
}

/** So much of an answer is read, in bytes, and thrown away; then the connection is closed. */
const mostBytes = 64 * 1024

/**
 * Deliveries by POST. No redirect is followed, and no forward proxy is used: it would look the name up again. Each has a
 * connection of its own, to the very addresses that were found to be public, while name and certificate stay those of the
 * URL: a receiver that hangs, floods or breaks off costs its own delivery alone.
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
      // One that does not answer must leave time for the next.
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

/** Of these nothing has been sent yet: another address of the receiver may do. */
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

/** A look-up that knows one address, whatever it is asked for. */
function only({ address, family }: Address) {
  return (
    _name: string,
    options: { all?: boolean | undefined },
    callback: (error: null, found: string | { address: string; family: number }[], family?: number) => void,
  ) => (options.all === true ? callback(null, [{ address, family }]) : callback(null, address, family))
}

/** Reads the beginning of a body, so that a small one ends in peace. The status has said what matters. */
async function skim(
  body: AsyncIterable<Uint8Array> & { destroy(): unknown; on(event: 'error', listener: () => void): unknown },
) {
  // Destroyed before its end it emits an error, and one that nobody listens to would end the process.
  body.on('error', () => {})
  let size = 0
  try {
    for await (const chunk of body) {
      size += chunk.byteLength
      if (size > mostBytes) break
    }
  } catch {
    // The answer has been given; that its body breaks off or never ends changes nothing of it.
  }
  body.destroy()
}

/** What a name server takes its time for must not outlast the delivery. */
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
