import type { FastifyBaseLogger } from 'fastify'

/** So long, in milliseconds, nothing more is said of an outage that has been told. */
const quietMs = 10_000

const told = new WeakMap<FastifyBaseLogger, { at: number; since: number }>()

/**
 * Logs that a call failed because the database is out of reach: the first in full, then once in a while how many more
 * there were, since every call fails alike meanwhile.
 */
export function logOutage(log: FastifyBaseLogger, facts: { reqId: string; err: unknown }, now = Date.now()): void {
  const last = told.get(log)
  if (last !== undefined && now >= last.at && now - last.at < quietMs) {
    last.since += 1
    return
  }
  told.set(log, { at: now, since: 0 })
  log.error({ ...facts, ...(last === undefined ? {} : { failedSinceLastLine: last.since }) }, 'request failed')
}
