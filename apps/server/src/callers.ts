import { performance } from 'node:perf_hooks'
import type { Caller } from '@app-connections/api'
import type { FastifyRequest } from 'fastify'

/** If a body ends later than this after its headers, in milliseconds, the caller is looked up again. */
const lateMs = 100

/** The callers of the requests that are under way. */
export interface Callers<C extends Caller | undefined> {
  /** Looks the caller up when the headers have arrived, before the body is read. */
  arrived(request: FastifyRequest): Promise<C>
  /** The caller whom `arrived` found, if it has run. */
  known(request: FastifyRequest): C | undefined
  /** The caller once the body has arrived. Looks them up again where it came late, and then rejects as `look` does. */
  current(request: FastifyRequest): Promise<C | undefined>
}

/** Keeps the caller of each request. A token that ends while a body is held back cannot be used for that call. */
export function createCallers<C extends Caller | undefined>(look: (request: FastifyRequest) => Promise<C>): Callers<C> {
  const seen = new WeakMap<FastifyRequest, { caller: C; at: number }>()
  return {
    async arrived(request) {
      const caller = await look(request)
      seen.set(request, { caller, at: performance.now() })
      return caller
    },
    known: (request) => seen.get(request)?.caller,
    async current(request) {
      const known = seen.get(request)
      if (known === undefined || performance.now() - known.at <= lateMs) return known?.caller
      return look(request)
    },
  }
}
