'use client'

import type { App } from '@app-connections/schemas'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { Input } from '@/components/ui/controls/input.tsx'
import { Section } from '@/components/ui/layout/section.tsx'

/** The most apps shown at once; the search narrows them down. */
const mostShown = 100

/** The apps that the credential has access to. Loaded only on a click, because that uses the credential. */
export function ConnectionApps({ app, connectionId, platform }: { app: App; connectionId: string; platform: string }) {
  const [wanted, setWanted] = useState(false)
  const [search, setSearch] = useState('')
  const apps = useQuery({
    ...useTRPC().appConnections.apps.queryOptions({ app, connectionId }),
    enabled: wanted,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const sought = search.trim().toLowerCase()
  const matching = apps.data?.filter(({ id, name }) => id === sought || name.toLowerCase().includes(sought)) ?? []

  return (
    <Section
      title={`Apps at ${platform}`}
      lead={apps.data === undefined ? `Loading the apps uses the credential once and is audited.` : undefined}
      action={
        apps.data !== undefined && (
          <Button size="small" pending={apps.isFetching} onClick={() => apps.refetch()}>
            Refresh
          </Button>
        )
      }
    >
      {apps.error && (
        <QueryFailure failure={failureOf(apps.error)} busy={apps.isFetching} onRetry={() => apps.refetch()} />
      )}
      {apps.data === undefined && !apps.error && (
        <Button pending={apps.isFetching} onClick={() => setWanted(true)}>
          {apps.isFetching ? 'Loading…' : 'Show apps'}
        </Button>
      )}
      {apps.data?.length === 0 && <p className="text-muted">It has access to no apps.</p>}
      {apps.data !== undefined && apps.data.length > 0 && (
        <div className="grid gap-3">
          <Input
            type="search"
            aria-label="Search the apps"
            placeholder="Search by name or id"
            value={search}
            className="sm:max-w-xs"
            onChange={(event) => setSearch(event.target.value)}
          />
          <p aria-live="polite" className="text-[0.8125rem] text-muted">
            {matching.length === apps.data.length
              ? `${matching.length} apps`
              : `${matching.length} of ${apps.data.length}`}
            {matching.length > mostShown && `, first ${mostShown} shown`}
          </p>
          <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-raised empty:hidden">
            {matching.slice(0, mostShown).map(({ id, name }) => (
              <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 px-4 py-2.5">
                <span className="font-medium break-all">{name}</span>
                <code className="font-mono text-xs break-all text-muted select-all">{id}</code>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Section>
  )
}
