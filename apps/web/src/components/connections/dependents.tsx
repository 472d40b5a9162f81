'use client'

import type { App } from '@app-connections/schemas'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/api/client.tsx'
import { Skeleton } from '@/components/ui/layout/skeleton.tsx'

/** The most syncs that are named; the others are counted. */
const mostNamed = 6

/** The syncs that use a connection: they fail once it is gone. Nothing where there are none. */
export function Dependents({ app, connectionId }: { app: App; connectionId: string }) {
  const usage = useQuery(useTRPC().appConnections.usage.queryOptions({ app, connectionId }))
  const syncs = (usage.data?.projects ?? []).flatMap(({ name: project, resources }) =>
    resources.secretSyncs.map(({ id, name }) => ({ id, name, project })),
  )
  if (usage.data && syncs.length === 0) return null
  const others = syncs.length - mostNamed
  return (
    <div aria-live="polite" className="rounded-md bg-hover px-3 py-2 text-ink">
      {usage.isPending && (
        <>
          <span className="sr-only">Loading what depends on it</span>
          <Skeleton className="my-0.5 h-4 w-56 bg-control" />
        </>
      )}
      {usage.error && <p>We could not load what depends on it.</p>}
      {usage.data && (
        <>
          <p className="font-medium">{syncs.length === 1 ? 'A sync fails without it' : 'Syncs fail without it'}</p>
          <ul>
            {syncs.slice(0, mostNamed).map(({ id, name, project }) => (
              <li key={id} className="flex flex-wrap justify-between gap-x-3">
                <span className="min-w-0 break-words">{name}</span>
                <span className="text-muted">{project}</span>
              </li>
            ))}
            {others > 0 && <li className="text-muted">and {others} more</li>}
          </ul>
        </>
      )}
    </div>
  )
}
