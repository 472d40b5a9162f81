import type { AppRouter } from '@app-connections/client'
import type { ConnectionSort, HealthStatus } from '@app-connections/schemas'
import type { TRPCOptionsProxy } from '@trpc/tanstack-react-query'
import type { ReadAddress } from '@/address/address.ts'
import { healthWords } from '@/components/health/health-words.ts'
import type { AppLabels } from '../labels.ts'

/** More rows make a page slow to filter and to read. */
const rowsAPage = 100

/**
 * The filters in the address of the list. `scope` is `organization` for connections outside projects;
 * `expiring` is `true` for those whose credential expires soon.
 */
const filterNames = ['search', 'health', 'expiring', 'app', 'method', 'scope', 'project'] as const
type FilterName = (typeof filterNames)[number]

/** Everything in the address of the list. */
export type ListName = FilterName | 'sort' | 'direction' | 'cursor'
export type ListAddress = ReadAddress<ListName>

/** A change of the address that clears every filter. */
export const withoutFilters: Record<FilterName | 'cursor', ''> = {
  search: '',
  health: '',
  expiring: '',
  app: '',
  method: '',
  scope: '',
  project: '',
  cursor: '',
}

/** The states of health as they can be filtered by, the worst first. */
export const healthStatuses: readonly HealthStatus[] = ['reconnect_required', 'degraded', 'healthy', 'unchecked']

/** The choice of health for a credential that expires soon; in the address this is a filter of its own. */
const expiringChoice = 'expiring'

/** The filter's choices, as values and words: a connection is in one state of health, and may also be expiring. */
export const healthOptions = [
  ...healthStatuses.map((status) => [status, healthWords[status].name] as const),
  [expiringChoice, 'Expiring'] as const,
]

/** The choice of health in an address. */
export function healthChoice(read: ReadAddress<'health' | 'expiring'>): string {
  return read('expiring') === 'true' ? expiringChoice : read('health')
}

/** The address for a choice of health. */
export function addressOfHealth(choice: string): Record<'health' | 'expiring', string> {
  return choice === expiringChoice ? { health: '', expiring: 'true' } : { health: choice, expiring: '' }
}

/** The columns that the list can be sorted by, in words, with the direction used first. */
export const sorts: readonly { by: ConnectionSort; name: string; first: 'asc' | 'desc' }[] = [
  { by: 'name', name: 'Name', first: 'asc' },
  { by: 'health', name: 'Health', first: 'asc' },
  { by: 'lastSuccessAt', name: 'Last worked', first: 'desc' },
  { by: 'createdAt', name: 'Created', first: 'desc' },
  { by: 'updatedAt', name: 'Changed', first: 'desc' },
]

/** The order that an address asks for; by name if it asks for none that is known. */
export function listOrder(read: ReadAddress<'sort' | 'direction'>) {
  const known = sorts.find(({ by }) => by === read('sort'))
  const direction = (['asc', 'desc'] as const).find((each) => each === read('direction'))
  return { sort: known?.by ?? 'name', direction: direction ?? known?.first ?? 'asc' }
}

/**
 * The query for the list of an address, the same on the server and in the browser, so that the browser finds what the
 * server has read. Unknown words in the address count as absent.
 */
export function connectionList(trpc: TRPCOptionsProxy<AppRouter>, read: ListAddress, labels: AppLabels) {
  const health = healthStatuses.find((status) => status === read('health'))
  const app = labels.names.find(([each]) => each === read('app'))?.[0]
  const method = labels.methods.find(([each]) => each === read('method'))?.[0]
  const organization = read('scope') === 'organization'
  return trpc.appConnections.list.queryOptions({
    limit: rowsAPage,
    ...listOrder(read),
    ...(read('search').trim() === '' ? {} : { search: read('search').trim().slice(0, 64) }),
    ...(health === undefined ? {} : { health }),
    ...(read('expiring') === 'true' ? { expiring: true } : {}),
    ...(app === undefined ? {} : { app }),
    ...(method === undefined ? {} : { method }),
    ...(organization ? { scope: 'organization' as const } : {}),
    ...(organization || read('project') === '' ? {} : { projectId: read('project') }),
    ...(read('cursor') === '' ? {} : { cursor: read('cursor') }),
  })
}

/** Whether the address filters the connections. */
export function isFiltered(read: ListAddress): boolean {
  return filterNames.some((name) => read(name) !== '')
}
