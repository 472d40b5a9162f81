'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { setTitle } from '@/components/config-sets/place.ts'
import type { AppLabels } from '@/components/connections/labels.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { type ShownProject, WithProject } from '@/components/projects/project-frame.tsx'
import { PageFrame } from '@/components/ui/layout/page-frame.tsx'
import { RowsSkeleton } from '@/components/ui/layout/skeleton.tsx'
import { destinationName } from './destination.ts'
import { PlanHistory } from './plan-history.tsx'
import { SyncActions } from './sync-actions.tsx'
import { SyncDrift } from './sync-drift.tsx'
import { SyncFacts } from './sync-facts.tsx'

// Only an address with a plan shows one.
const ShownPlan = dynamic(() => import('./shown-plan.tsx').then((module) => module.ShownPlan))

/** While a page is open, what it shows of runs is at most so old, in milliseconds. */
const refreshMs = 5_000

/** One sync: what it does, what it would change now, and what it has changed. */
export function SyncPage(props: { projectId: string; syncId: string; labels: AppLabels }) {
  return <WithProject projectId={props.projectId}>{(shown) => <SyncOfProject {...props} shown={shown} />}</WithProject>
}

function SyncOfProject({ shown, syncId, labels }: { shown: ShownProject; syncId: string; labels: AppLabels }) {
  const found = useQuery({ ...useTRPC().secretSyncs.get.queryOptions({ syncId }), refetchInterval: refreshMs })
  const back = { href: `${shown.home}/syncs`, label: 'Syncs' }
  if (found.data === undefined) {
    return (
      <PageFrame title="Sync" back={back}>
        {found.isPending && <RowsSkeleton label="Loading the sync" />}
        {found.error && (
          <QueryFailure failure={failureOf(found.error)} busy={found.isFetching} onRetry={() => found.refetch()} />
        )}
      </PageFrame>
    )
  }
  const sync = found.data
  const source = setTitle({ environment: sync.environment.slug, secretPath: sync.folder.path })
  return (
    <PageFrame
      title={sync.name}
      lead={sync.description ?? `Sets the keys of ${source} at ${destinationName(sync, labels)}.`}
      back={back}
      action={<SyncActions sync={sync} shown={shown} labels={labels} />}
    >
      <SyncFacts sync={sync} shown={shown} labels={labels} />
      <ShownPlan sync={sync} shown={shown} labels={labels} />
      <SyncDrift sync={sync} writes={shown.writes} />
      <PlanHistory syncId={sync.id} />
    </PageFrame>
  )
}
