import type { AppRouter } from '@app-connections/client'
import type { TRPCOptionsProxy } from '@trpc/tanstack-react-query'
import type { ReadAddress } from '@/address/address.ts'
import type { SetPlace } from './place.ts'

/** What the address of a set's page says of the keys that are shown. */
export type KeysName = 'search' | 'page'

/** The page of keys that an address asks for; the first where it asks for none that there can be. */
export function keysPageOf(read: ReadAddress<KeysName>): number {
  const page = Number(read('page'))
  return Number.isInteger(page) && page >= 1 && page <= 1_000 ? page : 1
}

/** The query for the keys of an address, the same on the server and in the browser. */
export function keysQuery(trpc: TRPCOptionsProxy<AppRouter>, place: SetPlace, read: ReadAddress<KeysName>) {
  const search = read('search').trim().slice(0, 255)
  return trpc.secrets.keys.queryOptions({
    ...place,
    page: keysPageOf(read),
    ...(search === '' ? {} : { search }),
  })
}
