'use client'

import type { SecretVersion } from '@app-connections/schemas'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { nameless } from '@/components/audit/actor-names.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { Time } from '@/components/time/time.tsx'
import { KeyValue } from './key-value.tsx'
import type { SetPlace } from './place.ts'

const sources: Readonly<Record<string, string>> = { api: '', import: 'imported', sync: 'taken from an app by a sync' }

/** What a key was, newest first: who made it so, when, and where the value came from. */
export function KeyHistory({
  place,
  secretName,
  present,
  shows,
}: {
  place: SetPlace
  secretName: string
  /** The version that it has now. */
  present: number
  /** Whether values may be shown. */
  shows: boolean
}) {
  const trpc = useTRPC()
  const history = useQuery(trpc.secrets.history.queryOptions({ ...place, secretName }))
  const members = useQuery(trpc.members.list.queryOptions({ projectId: place.projectId }))
  const versions: readonly SecretVersion[] = history.data?.versions ?? []

  function who({ actorId, actorType }: SecretVersion['actor']): string {
    const found = members.data?.find(({ personId, identityId }) => (personId ?? identityId) === actorId)
    return found?.name ?? nameless(actorType)
  }

  return (
    <section aria-label="History" className="grid gap-2">
      <h3 className="font-medium">History</h3>
      {history.error && (
        <QueryFailure failure={failureOf(history.error)} busy={history.isFetching} onRetry={() => history.refetch()} />
      )}
      {history.isPending && <p className="text-muted">Loading…</p>}
      <ol
        aria-label="Versions"
        className="max-h-72 divide-y divide-line overflow-y-auto rounded-lg border border-line empty:hidden"
      >
        {versions.map(({ version, deleted, actor, source, at, secretComment }) => (
          <li key={version} className="grid gap-2 px-3 py-2">
            <p className="min-w-0">
              <span className="tabular-nums">{`Version ${version}`}</span>
              <span className="block text-[0.8125rem] break-words text-muted">
                {`${deleted ? 'Deleted by ' : ''}${who(actor)}, `}
                <Time at={at} />
                {sources[source] && `, ${sources[source]}`}
                {secretComment && `: ${secretComment}`}
              </span>
            </p>
            {shows && !deleted && version !== present && (
              <KeyValue {...{ place, secretName, version }} label={`Value of version ${version}`} />
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
