import { performance } from 'node:perf_hooks'
import type { Caller } from '@app-connections/api'
import type { FastifyRequest } from 'fastify'

/** A body that comes later than this after its headers, in milliseconds, is judged by the caller of then. */
const lateMs = 100

/** Who sent each request. */
export interface Callers<C extends Caller | undefined> {
  /** Looks the caller up when the headers are there, before a body is read. */
  arrived(request: FastifyRequest): Promise<C>
  /** The caller for whoever acts when the body is there: looked up again where it came late. Rejects as `look` does. */
  current(request: FastifyRequest): Promise<C | undefined>
}

/** Remembers who sent each request. A token that ends while a body is held back ends that call too. */
export function createCallers<C extends Caller | undefined>(look: (request: FastifyRequest) => Promise<C>): Callers<C> {
  const seen = new WeakMap<FastifyRequest, { caller: C; at: number }>()
  return {
    async arrived(request) {
      const caller = await look(request)
      seen.set(request, { caller, at: performance.now() })
      return caller
    },
    async current(request) {
      const known = seen.get(request)
      if (known === undefined || performance.now() - known.at <= lateMs) return known?.caller
      return look(request)
    },
  }
}
