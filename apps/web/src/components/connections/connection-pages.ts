import type { AppRouter } from '@app-connections/client'
import type { TRPCOptionsProxy } from '@trpc/tanstack-react-query'

/** More rows at once make a page slow to filter and to read. */
const rowsAPage = 100

/** How the list is asked for, on the server and in the browser alike, so that one finds what the other has read. */
export function connectionPages(trpc: TRPCOptionsProxy<AppRouter>) {
  return trpc.appConnections.list.infiniteQueryOptions(
    { limit: rowsAPage },
    { getNextPageParam: (page) => page.nextCursor },
  )
}
