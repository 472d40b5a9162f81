'use client'

import type { ConnectionActivity } from '@app-connections/schemas'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/api/client.tsx'
import { Time } from '@/components/time/time.tsx'
import { Skeleton } from '@/components/ui/layout/skeleton.tsx'

/** The most users that are named; the others are counted. */
const mostNamed = 4

/** Who used a connection in the last 30 days: these stop working when it ends. */
export function RecentUse({ connectionId }: { connectionId: string }) {
  const activity = useQuery(useTRPC().appConnections.activity.queryOptions({ connectionId }))
  return (
    <div aria-live="polite" className="rounded-md bg-hover px-3 py-2 text-ink">
      {activity.isPending && (
        <>
          <span className="sr-only">Loading who used it</span>
          <Skeleton className="my-0.5 h-4 w-56 bg-control" />
        </>
      )}
      {activity.error && <p>We could not load who used it in the last 30 days.</p>}
      {activity.data && <Users actors={activity.data.actors} />}
    </div>
  )
}

function Users({ actors }: { actors: ConnectionActivity['actors'] }) {
  if (actors.length === 0) return <p>Nobody used it in the last 30 days.</p>
  const others = actors.length - mostNamed
  return (
    <>
      <p className="font-medium">Used in the last 30 days by</p>
      <ul>
        {actors.slice(0, mostNamed).map(({ type, id, name, uses, lastUsedAt }) => (
          <li key={`${type} ${id}`} className="flex flex-wrap justify-between gap-x-3">
            <span className="min-w-0 break-words">{name}</span>
            <span className="text-muted">
              {uses === 1 ? 'once' : `${uses} times`}, <Time at={lastUsedAt} />
            </span>
          </li>
        ))}
        {others > 0 && <li className="text-muted">and {others} more</li>}
      </ul>
    </>
  )
}
