'use client'

import { auditActions } from '@app-connections/schemas'
import { useQuery } from '@tanstack/react-query'
import { useAddress } from '@/address/use-address.ts'
import { useTRPC } from '@/api/client.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { FilterSelect } from '@/components/ui/controls/filter-select.tsx'
import { Input } from '@/components/ui/controls/input.tsx'
import { type AuditName, auditNames } from './audit-query.ts'
import { outcomeOptions } from './outcome-words.ts'

/** The filters of the audit trail; the address holds all of them. */
/** Every action with its words, as the filter offers them. */
const actionOptions = Object.entries(auditActions).map(([action, { words }]) => [action, words] as const)

export function AuditFilters({ actors }: { actors: readonly (readonly [id: string, name: string])[] }) {
  const { read, change } = useAddress<AuditName>()
  const projects = useQuery(useTRPC().projects.list.queryOptions())
  const set = (name: AuditName) => (value: string) => change({ [name]: value, cursor: '' }, { step: true })
  const filtered = auditNames.some((name) => name !== 'cursor' && read(name) !== '')
  const choice = (name: AuditName) => ({ value: read(name), onChoose: set(name) })
  const day = (name: 'from' | 'to') => (
    <div className="flex min-w-0 flex-1 basis-48 items-center gap-2 sm:max-w-56">
      <label htmlFor={`audit-${name}`} className="w-10 shrink-0 text-muted">
        {name === 'from' ? 'From' : 'To'}
      </label>
      <Input id={`audit-${name}`} type="date" value={read(name)} onChange={(event) => set(name)(event.target.value)} />
    </div>
  )
  return (
    <search className="mb-4 flex flex-wrap gap-2">
      <FilterSelect label="Action" everything="All actions" options={actionOptions} {...choice('action')} />
      <FilterSelect label="Actor" everything="Everyone" options={actors} {...choice('actor')} />
      <FilterSelect label="Result" everything="Any result" options={outcomeOptions} {...choice('outcome')} />
      <FilterSelect
        label="Project"
        everything="All projects"
        options={(projects.data ?? []).map(({ id, name }) => [id, name] as const)}
        {...choice('project')}
      />
      <div className="flex w-full flex-wrap items-center gap-2">
        {day('from')}
        {day('to')}
        {read('target') !== '' && (
          <p className="flex items-center text-muted">
            About <code className="ml-1.5 font-mono text-xs">{read('target').slice(0, 36)}</code>
          </p>
        )}
        {filtered && (
          <Button
            look="quiet"
            onClick={() => change(Object.fromEntries(auditNames.map((name) => [name, ''])), { step: true })}
          >
            Clear
          </Button>
        )}
      </div>
    </search>
  )
}
