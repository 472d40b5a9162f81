'use client'

import { useCallback } from 'react'
import { useAddress } from '@/address/use-address.ts'
import { FilterSelect } from '@/components/ui/filter-select.tsx'
import { SearchField } from '@/components/ui/search-field.tsx'
import { healthOptions } from './connection-list.ts'
import type { AppLabels } from './labels.ts'

/** Search and filters of the list; all of it is in the address. */
export function ConnectionsFilters({
  labels,
  projects,
}: {
  labels: AppLabels
  projects: readonly { id: string; name: string }[]
}) {
  const { read, change } = useAddress<'search' | 'health' | 'method' | 'project' | 'cursor'>()
  const filter = (name: 'health' | 'method' | 'project') => ({
    value: read(name),
    onChoose: (value: string) => change({ [name]: value, cursor: '' }, { step: true }),
  })
  const search = useCallback((text: string) => change({ search: text, cursor: '' }, { step: false }), [change])
  return (
    <search className="mb-4 flex flex-wrap gap-2">
      <SearchField label="Search names and descriptions" value={read('search')} onSearch={search} />
      <FilterSelect label="Health" everything="Any health" options={healthOptions} {...filter('health')} />
      <FilterSelect label="Method" everything="Any method" options={labels.methods} {...filter('method')} />
      {projects.length > 0 && (
        <FilterSelect
          label="Scope"
          everything="Any scope"
          options={projects.map(({ id, name }) => [id, name] as const)}
          {...filter('project')}
        />
      )}
    </search>
  )
}
