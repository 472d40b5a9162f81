'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { type ShownProject, WithProject } from '@/components/projects/project-frame.tsx'
import { PageFrame } from '@/components/ui/layout/page-frame.tsx'
import { RowsSkeleton } from '@/components/ui/layout/skeleton.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { ConfigSet } from './config-set.tsx'

/** One config set: its keys, and what may be done with them. */
export function SetPage({ projectId, setId }: { projectId: string; setId: string }) {
  return (
    <WithProject projectId={projectId}>
      {(shown) => <SetOfProject key={setId} shown={shown} setId={setId} />}
    </WithProject>
  )
}

function SetOfProject({ shown, setId }: { shown: ShownProject; setId: string }) {
  const sets = useQuery(useTRPC().secrets.sets.queryOptions({ projectId: shown.project.id }))
  const set = sets.data?.find(({ id }) => id === setId)
  if (set !== undefined) return <ConfigSet set={set} shown={shown} />
  return (
    <PageFrame title="Config set" back={{ href: `${shown.home}/sets`, label: 'Config sets' }}>
      {sets.isPending && <RowsSkeleton label="Loading the config set" />}
      {sets.error && (
        <QueryFailure failure={failureOf(sets.error)} busy={sets.isFetching} onRetry={() => sets.refetch()} />
      )}
      {sets.data && (
        <Notice look="info" title="Config set not found">
          <p className="text-muted">
            The project has no such set. One without keys and syncs is deleted after a while.
          </p>
        </Notice>
      )}
    </PageFrame>
  )
}
