'use client'

import type { Connection } from '@app-connections/schemas'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { useOrganization } from '@/components/organization/organization.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { QueryFailure } from '@/components/ui/query-failure.tsx'
import { connectionPages } from './connection-pages.ts'
import { ConnectionsEmpty } from './connections-empty.tsx'
import { ConnectionsFrame, ConnectionsSkeleton } from './connections-frame.tsx'
import { ConnectionsTable } from './connections-table.tsx'
import type { AppLabels } from './labels.ts'
import { offersChanges } from './rights.ts'

const loadCreate = () => import('./create/create-dialog.tsx')
const loadRemove = () => import('./remove-dialog.tsx')
const CreateDialog = dynamic(() => loadCreate().then((module) => module.CreateDialog), { ssr: false })
const RemoveDialog = dynamic(() => loadRemove().then((module) => module.RemoveDialog), { ssr: false })

type Open = { dialog: 'create' } | { dialog: 'remove'; connection: Connection }

/** The connections a visitor may read, with what they may do here. */
export function ConnectionsPage({ labels }: { labels: AppLabels }) {
  const trpc = useTRPC()
  const { organization } = useOrganization()
  const list = useInfiniteQuery(connectionPages(trpc))
  const projects = useQuery(trpc.projects.list.queryOptions())
  const [open, setOpen] = useState<Open>()

  const roles = { organization: organization.role, projects: projects.data ?? [] }
  const scopes = [null, ...roles.projects.map(({ id }) => id)].filter((id) => offersChanges(roles, id))
  const connections = list.data?.pages.flatMap((page) => page.appConnections)
  const failure = list.error ? failureOf(list.error) : undefined
  const close = () => setOpen(undefined)

  const create = scopes.length > 0 && (
    <Button
      look="primary"
      size="small"
      onPointerEnter={loadCreate}
      onFocus={loadCreate}
      onClick={() => setOpen({ dialog: 'create' })}
    >
      <Plus aria-hidden />
      New connection
    </Button>
  )

  return (
    <ConnectionsFrame
      count={connections?.length}
      more={list.hasNextPage}
      action={connections?.length === 0 ? undefined : create}
    >
      {failure?.statusCode === 403 && (
        <Notice look="info" title="No connection is open to you here">
          <p className="text-muted">Ask an admin of {organization.name} to add you to a project.</p>
        </Notice>
      )}
      {failure && failure.statusCode !== 403 && (
        <QueryFailure failure={failure} busy={list.isFetching} onRetry={() => list.refetch()} />
      )}
      {list.isPending && <ConnectionsSkeleton />}
      {connections?.length === 0 && <ConnectionsEmpty labels={labels} action={create} />}
      {connections !== undefined && connections.length > 0 && (
        <ConnectionsTable
          connections={connections}
          labels={labels}
          removable={(connection) => offersChanges(roles, connection.projectId)}
          onReachForRemove={loadRemove}
          onRemove={(connection) => setOpen({ dialog: 'remove', connection })}
        />
      )}
      {list.hasNextPage && (
        <div className="mt-4 grid justify-items-center">
          <Button pending={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
      {open?.dialog === 'create' && <CreateDialog scopes={scopes} onClose={close} />}
      {open?.dialog === 'remove' && <RemoveDialog connection={open.connection} onClose={close} />}
    </ConnectionsFrame>
  )
}
