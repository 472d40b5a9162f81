'use client'

import type { ConfigSet as ConfigSetFacts, Secret } from '@app-connections/schemas'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { useAddress } from '@/address/use-address.ts'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import type { ShownProject } from '@/components/projects/project-frame.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { SearchField } from '@/components/ui/controls/search-field.tsx'
import { PageFrame } from '@/components/ui/layout/page-frame.tsx'
import { RowsSkeleton } from '@/components/ui/layout/skeleton.tsx'
import { NumberedPager } from '@/components/ui/lists/numbered-pager.tsx'
import { type KeysName, keysPageOf, keysQuery } from './keys-query.ts'
import { KeysTable } from './keys-table.tsx'
import { placeOf, setTitle } from './place.ts'
import { SetActions } from './set-actions.tsx'
import { type OpenKey, SetDialogs } from './set-dialogs.tsx'

/** The keys of a set, a page of them at a time, with search. */
export function ConfigSet({ set, shown }: { set: ConfigSetFacts; shown: ShownProject }) {
  const trpc = useTRPC()
  const { read, change } = useAddress<KeysName>()
  const place = placeOf(set)
  const keys = useQuery({ ...keysQuery(trpc, place, read), placeholderData: keepPreviousData })
  const [open, setOpen] = useState<OpenKey>()
  const search = useCallback((text: string) => change({ search: text, page: '' }, { step: false }), [change])
  const page = keysPageOf(read)
  const secrets: readonly Secret[] = keys.data?.secrets ?? []

  function go(to: number) {
    change({ page: to === 1 ? '' : `${to}` }, { step: true })
    window.scrollTo({ top: 0 })
  }

  return (
    <PageFrame
      title={setTitle(place)}
      count={set.keys}
      lead={`The keys of ${place.environment} at ${place.secretPath} in ${shown.project.name}.`}
      back={{ href: `${shown.home}/sets`, label: 'Config sets' }}
      action={<SetActions place={place} shown={shown} onAdd={() => setOpen({ kind: 'add' })} />}
    >
      <search className="mb-4 flex">
        <SearchField label="Search keys and comments" value={read('search')} onSearch={search} />
      </search>
      {keys.error && (
        <QueryFailure failure={failureOf(keys.error)} busy={keys.isFetching} onRetry={() => keys.refetch()} />
      )}
      {keys.isPending && <RowsSkeleton label="Loading the keys" />}
      {keys.data !== undefined && secrets.length === 0 && (
        <div className="grid justify-items-start gap-3">
          <p className="text-muted">
            {read('search') === '' && page === 1 ? 'This set has no keys.' : 'No key is called so.'}
          </p>
          {(read('search') !== '' || page > 1) && (
            <Button size="small" onClick={() => change({ search: '', page: '' }, { step: true })}>
              Show all keys
            </Button>
          )}
        </div>
      )}
      {secrets.length > 0 && (
        <div aria-busy={keys.isPlaceholderData} className={keys.isPlaceholderData ? 'opacity-60' : undefined}>
          <KeysTable secrets={secrets} onOpen={(secret) => setOpen({ kind: 'key', secret })} />
        </div>
      )}
      {keys.data !== undefined && (
        <NumberedPager
          {...{ page, perPage: keys.data.perPage, shown: secrets.length, total: keys.data.total }}
          busy={keys.isPlaceholderData}
          onGo={go}
        />
      )}
      <SetDialogs {...{ set, place, shown, open }} onOpen={setOpen} />
    </PageFrame>
  )
}
