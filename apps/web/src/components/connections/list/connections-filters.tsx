'use client'

import { useCallback } from 'react'
import { useAddress } from '@/address/use-address.ts'
import { FilterSelect } from '@/components/ui/controls/filter-select.tsx'
import { SearchField } from '@/components/ui/controls/search-field.tsx'
import type { AppLabels } from '../labels.ts'
import { addressOfHealth, healthChoice, healthOptions, type ListName, listOrder, sorts } from './connection-list.ts'

/** Search and filters of the list, all kept in the address; on narrow screens the order too. */
export function ConnectionsFilters({
  labels,
  projects,
}: {
  labels: AppLabels
  projects: readonly { id: string; name: string }[]
}) {
  const { read, change } = useAddress<ListName>()
  const search = useCallback((text: string) => change({ search: text, cursor: '' }, { step: false }), [change])
  return (
    <search className="mb-4 grid grid-cols-2 gap-2 sm:flex sm:flex-wrap">
      <div className="col-span-2 flex min-w-0 flex-1 basis-52 max-xl:basis-full">
        <SearchField label="Search names and descriptions" value={read('search')} onSearch={search} />
      </div>
      <FilterSelect
        label="Health"
        everything="Any health"
        options={healthOptions}
        value={healthChoice(read)}
        onChoose={(choice) => change({ ...addressOfHealth(choice), cursor: '' }, { step: true })}
      />
      {labels.names.length > 1 && (
        <FilterSelect
          label="App"
          everything="Any app"
          options={labels.names}
          value={read('app')}
          onChoose={(app) => change({ app, cursor: '' }, { step: true })}
        />
      )}
      <FilterSelect
        label="Method"
        everything="Any method"
        options={labels.methods}
        value={read('method')}
        onChoose={(method) => change({ method, cursor: '' }, { step: true })}
      />
      {projects.length > 0 && (
        <FilterSelect
          label="Scope"
          everything="Any scope"
          options={[['organization', 'Organization only'], ...projects.map(({ id, name }) => [id, name] as const)]}
          value={read('scope') || read('project')}
          onChoose={(value) => {
            const scope = value === 'organization' ? value : ''
            change({ scope, project: scope === '' ? value : '', cursor: '' }, { step: true })
          }}
        />
      )}
      <div className="flex-1 basis-36 sm:max-w-52 xl:hidden">
        <FilterSelect
          label="Order"
          options={sorts.map(({ by, name }) => [by, `By ${name.toLowerCase()}`] as const)}
          value={listOrder(read).sort}
          onChoose={(sort) => change({ sort: sort === 'name' ? '' : sort, direction: '', cursor: '' }, { step: true })}
        />
      </div>
    </search>
  )
}
