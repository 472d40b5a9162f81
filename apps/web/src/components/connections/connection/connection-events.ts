import type { AppRouter } from '@app-connections/client'
import type { TRPCOptionsProxy } from '@trpc/tanstack-react-query'

const dayMs = 86_400_000

/** The events of a connection in the last 30 days, counted from the begin of a day so that server and browser agree. */
export function connectionEvents(trpc: TRPCOptionsProxy<AppRouter>, connectionId: string, now: number) {
  const from = new Date(Math.floor(now / dayMs - 30) * dayMs).toISOString()
  return trpc.auditEvents.list.queryOptions({ targetId: connectionId, from, limit: 1000 })
}
