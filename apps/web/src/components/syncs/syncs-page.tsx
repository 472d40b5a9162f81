'use client'

import { useQuery } from '@tanstack/react-query'
import { ArrowRightLeft, Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import type { AppLabels } from '@/components/connections/labels.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { ProjectFrame } from '@/components/projects/project-frame.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { Empty } from '@/components/ui/layout/empty.tsx'
import { RowsSkeleton } from '@/components/ui/layout/skeleton.tsx'
import { SyncsTable } from './syncs-table.tsx'

const CreateSyncDialog = dynamic(() => import('./create-sync-dialog.tsx').then((module) => module.CreateSyncDialog), {
  ssr: false,
})

/** While a page is open, what it shows of runs is at most so old, in milliseconds. */
const refreshMs = 5_000

/** The syncs of a project. */
export function SyncsPage({ projectId, labels }: { projectId: string; labels: AppLabels }) {
  const syncs = useQuery({
    ...useTRPC().secretSyncs.list.queryOptions({ projectId }),
    refetchInterval: refreshMs,
  })
  const [creating, setCreating] = useState(false)
  const create = (
    <Button look="primary" size="small" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      New sync
    </Button>
  )
  return (
    <ProjectFrame
      projectId={projectId}
      page="/syncs"
      action={({ leads }) => leads && syncs.data !== undefined && syncs.data.length > 0 && create}
    >
      {({ home, leads }) => (
        <>
          {syncs.error && (
            <QueryFailure failure={failureOf(syncs.error)} busy={syncs.isFetching} onRetry={() => syncs.refetch()} />
          )}
          {syncs.isPending && <RowsSkeleton label="Loading syncs" />}
          {syncs.data?.length === 0 && (
            <Empty Icon={ArrowRightLeft} title="No syncs yet" action={leads && create}>
              {leads
                ? 'A sync sets the values of a config set at an app. It plans first: you see each key before anything changes.'
                : 'An admin of the project can create one.'}
            </Empty>
          )}
          {syncs.data !== undefined && syncs.data.length > 0 && (
            <SyncsTable syncs={syncs.data} path={`${home}/syncs`} labels={labels} />
          )}
          {creating && (
            <CreateSyncDialog {...{ projectId, labels }} path={`${home}/syncs`} onClose={() => setCreating(false)} />
          )}
        </>
      )}
    </ProjectFrame>
  )
}
