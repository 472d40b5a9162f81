'use client'

import type { ProvenRoute } from '@app-connections/schemas'
import { useCallback } from 'react'
import { useAddress } from '@/address/use-address.ts'
import { FilterSelect } from '@/components/ui/controls/filter-select.tsx'
import { SearchField } from '@/components/ui/controls/search-field.tsx'
import { countsInWords, matchingRoutes, verdictOptions } from './proof-words.ts'
import { ProvenRoutes } from './proven-routes.tsx'

/** Routes with a search and a filter, which the address holds. */
export function FilteredRoutes({ routes }: { routes: readonly ProvenRoute[] }) {
  const { read, change } = useAddress<'search' | 'verdict'>()
  const search = useCallback((text: string) => change({ search: text }, { step: false }), [change])
  const matching = matchingRoutes(routes, { search: read('search'), verdict: read('verdict') })
  const count = matching.length === routes.length ? `${routes.length}` : `${matching.length} of ${routes.length}`
  return (
    <>
      <search className="mb-3 flex flex-wrap gap-2">
        <SearchField label="Search routes, actions and reasons" value={read('search')} onSearch={search} />
        <FilterSelect
          label="Verdict"
          everything="Every route"
          options={verdictOptions}
          value={read('verdict')}
          onChoose={(verdict) => change({ verdict }, { step: true })}
        />
      </search>
      <p aria-live="polite" className="mb-3 text-[0.8125rem] text-muted">
        {count} routes: {countsInWords(matching)}
      </p>
      {matching.length === 0 ? <p className="text-muted">No route matches.</p> : <ProvenRoutes routes={matching} />}
    </>
  )
}
