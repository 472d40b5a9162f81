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
import type { ResourceLabel } from '../labels.ts'

/** The most rows shown at once; the search narrows them down. */
const mostShown = 100

/**
 * What the credential has access to at its platform, in the platform's own `nouns`. Loaded only on a click, because that uses
 * the credential.
 */
export function ConnectionResources({
  app,
  connectionId,
  platform,
  nouns,
}: {
  app: App
  connectionId: string
  platform: string
  nouns: ResourceLabel
}) {
  const [wanted, setWanted] = useState(false)
  const [search, setSearch] = useState('')
  const resources = useQuery({
    ...useTRPC().appConnections.apps.queryOptions({ app, connectionId }),
    enabled: wanted,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const sought = search.trim().toLowerCase()
  const matching = resources.data?.filter(({ id, name }) => id === sought || name.toLowerCase().includes(sought)) ?? []

  return (
    <Section
      title={`${nouns.many.charAt(0).toUpperCase()}${nouns.many.slice(1)} at ${platform}`}
      lead={
        resources.data === undefined ? `Loading the ${nouns.many} uses the credential once and is audited.` : undefined
      }
      action={
        resources.data !== undefined && (
          <Button size="small" pending={resources.isFetching} onClick={() => resources.refetch()}>
            Refresh
          </Button>
        )
      }
    >
      {resources.error && (
        <QueryFailure
          failure={failureOf(resources.error)}
          busy={resources.isFetching}
          onRetry={() => resources.refetch()}
        />
      )}
      {resources.data === undefined && !resources.error && (
        <Button pending={resources.isFetching} onClick={() => setWanted(true)}>
          {resources.isFetching ? 'Loading…' : `Show ${nouns.many}`}
        </Button>
      )}
      {resources.data?.length === 0 && <p className="text-muted">It has access to no {nouns.many}.</p>}
      {resources.data !== undefined && resources.data.length > 0 && (
        <div className="grid gap-3">
          <Input
            type="search"
            aria-label={`Search the ${nouns.many}`}
            placeholder="Search by name or id"
            value={search}
            className="sm:max-w-xs"
            onChange={(event) => setSearch(event.target.value)}
          />
          <p aria-live="polite" className="text-[0.8125rem] text-muted">
            {matching.length === resources.data.length
              ? `${matching.length} ${matching.length === 1 ? nouns.one : nouns.many}`
              : `${matching.length} of ${resources.data.length}`}
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
