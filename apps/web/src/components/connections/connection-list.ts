import type { AppRouter } from '@app-connections/client'
import type { HealthStatus, Method } from '@app-connections/schemas'
import type { TRPCOptionsProxy } from '@trpc/tanstack-react-query'
import type { ReadAddress } from '@/address/address.ts'
import { healthWords } from '@/components/health/health-words.ts'

/** More rows at once make a page slow to filter and to read. */
const rowsAPage = 100

/** What the address of the list holds. */
export type ListAddress = ReadAddress<'search' | 'health' | 'method' | 'project' | 'cursor'>

/** The states of health as they can be filtered by, the worst first. */
export const healthStatuses: readonly HealthStatus[] = ['reconnect_required', 'degraded', 'healthy', 'unchecked']

/** The filters' choices, as values and words. */
export const healthOptions = healthStatuses.map((status) => [status, healthWords[status].name] as const)

/**
 * How the list of an address is asked for, on the server and in the browser alike, so that one finds what the other has
 * read. Words in the address that mean nothing count as absent.
 */
export function connectionList(trpc: TRPCOptionsProxy<AppRouter>, read: ListAddress, methods: readonly Method[]) {
  const health = healthStatuses.find((status) => status === read('health'))
  const method = methods.find((each) => each === read('method'))
  return trpc.appConnections.list.queryOptions({
    limit: rowsAPage,
    ...(read('search').trim() === '' ? {} : { search: read('search').trim().slice(0, 64) }),
    ...(health === undefined ? {} : { health }),
    ...(method === undefined ? {} : { method }),
    ...(read('project') === '' ? {} : { projectId: read('project') }),
    ...(read('cursor') === '' ? {} : { cursor: read('cursor') }),
  })
}

/** Whether the address asks for some connections only. */
export function isFiltered(read: ListAddress): boolean {
  return [read('search'), read('health'), read('method'), read('project')].some((value) => value !== '')
}
