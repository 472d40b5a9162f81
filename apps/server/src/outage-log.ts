import type { FastifyBaseLogger } from 'fastify'

declare module 'fastify' {
  interface FastifyInstance {
    /** Logs that a request failed because the database is out of reach. */
    logOutage: OutageLog
  }
}

type OutageLog = (facts: { reqId: string; err: unknown }) => void

/** After an outage has been logged, nothing more is logged of it for so long, in milliseconds. */
const quietMs = 10_000

/**
 * Logs the first failure of an outage in full, then once in a while how many more there were: every call fails alike
 * meanwhile.
 */
export function createOutageLog(log: Pick<FastifyBaseLogger, 'error'>, now = Date.now): OutageLog {
  let last: { readonly at: number; since: number } | undefined
  return (facts) => {
    const at = now()
    if (last !== undefined && at >= last.at && at - last.at < quietMs) {
      last.since += 1
      return
    }
    log.error({ ...facts, ...(last === undefined ? {} : { failedSinceLastLine: last.since }) }, 'request failed')
    last = { at, since: 0 }
  }
}
