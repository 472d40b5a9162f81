'use client'

import type { Made } from '@app-connections/schemas'
import type { UseQueryResult } from '@tanstack/react-query'
import { failureOfCall } from '@/api/failure-of-call.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { Skeleton } from '@/components/ui/layout/skeleton.tsx'
import { madeInWords } from './made-words.ts'

/** The most entries shown at once; the others are counted. */
const mostShown = 8

/** The credentials, invitations and webhooks that end with somebody's rights, while they are read and after. */
export function WouldEnd({ query }: { query: UseQueryResult<Made[]> }) {
  if (query.error) {
    const failure = failureOfCall(query.error)
    return <QueryFailure failure={failure} busy={query.isFetching} onRetry={() => query.refetch()} />
  }
  return (
    <div aria-live="polite">
      {query.isPending && (
        <>
          <span className="sr-only">Loading what else ends</span>
          <Skeleton className="h-12" />
        </>
      )}
      {query.data !== undefined && query.data.length > 0 && <Ends made={query.data} />}
    </div>
  )
}

/** What ends, as a list under its heading. */
export function Ends({ made }: { made: readonly Made[] }) {
  const others = made.length - mostShown
  return (
    <div className="rounded-md bg-hover px-3 py-2 text-ink">
      <p className="font-medium">These end at once, because they depend on these rights:</p>
      <ul aria-label="What ends" className="list-disc pl-5">
        {made.slice(0, mostShown).map((each) => (
          <li key={each.id} className="break-words">
            {madeInWords(each)}
          </li>
        ))}
        {others > 0 && <li className="text-muted">and {others} more</li>}
      </ul>
    </div>
  )
}
