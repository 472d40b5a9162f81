'use client'

import type { Connection } from '@app-connections/schemas'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useState } from 'react'
import { useAddress } from '@/address/use-address.ts'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { useOrganization } from '@/components/organization/organization.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { PageFrame } from '@/components/ui/page-frame.tsx'
import { Pager } from '@/components/ui/pager.tsx'
import { QueryFailure } from '@/components/ui/query-failure.tsx'
import { RowsSkeleton } from '@/components/ui/skeleton.tsx'
import { connectionList, isFiltered } from './connection-list.ts'
import { ConnectionsEmpty, NothingFound } from './connections-empty.tsx'
import { ConnectionsFilters } from './connections-filters.tsx'
import { ConnectionsTable } from './connections-table.tsx'
import type { AppLabels } from './labels.ts'
import { offersChanges, rolesOf } from './rights.ts'

const loadCreate = () => import('./create/create-dialog.tsx')
const loadRemove = () => import('./remove-dialog.tsx')
const CreateDialog = dynamic(() => loadCreate().then((module) => module.CreateDialog), { ssr: false })
const RemoveDialog = dynamic(() => loadRemove().then((module) => module.RemoveDialog), { ssr: false })

type Open = { dialog: 'create' } | { dialog: 'remove'; connection: Connection }

/** The connections a visitor may read, with what they may do here. */
export function ConnectionsPage({ labels }: { labels: AppLabels }) {
  const trpc = useTRPC()
  const { organization } = useOrganization()
  const { read, change } = useAddress<'search' | 'health' | 'method' | 'project' | 'cursor'>()
  const methods = labels.methods.map(([method]) => method)
  const list = useQuery({ ...connectionList(trpc, read, methods), placeholderData: keepPreviousData })
  const projects = useQuery(trpc.projects.list.queryOptions())
  const [open, setOpen] = useState<Open>()

  const roles = rolesOf(organization, projects.data)
  const scopes = [null, ...roles.projects.map(({ id }) => id)].filter((id) => offersChanges(roles, id))
  const connections = list.data?.appConnections
  const failure = list.error ? failureOf(list.error) : undefined
  const filtered = isFiltered(read)
  const none = connections?.length === 0 && !filtered && read('cursor') === ''
  const path = `/o/${organization.slug}/connections`
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
    <PageFrame
      title="Connections"
      count={countOf(connections, list.data?.nextCursor)}
      action={none ? undefined : create}
    >
      {!none && failure?.statusCode !== 403 && <ConnectionsFilters labels={labels} projects={roles.projects} />}
      {failure?.statusCode === 403 && (
        <Notice look="info" title="No connection is open to you here">
          <p className="text-muted">Ask an admin of {organization.name} to add you to a project.</p>
        </Notice>
      )}
      {failure && failure.statusCode !== 403 && (
        <QueryFailure failure={failure} busy={list.isFetching} onRetry={() => list.refetch()} />
      )}
      {list.isPending && <RowsSkeleton label="Loading connections" />}
      {none && <ConnectionsEmpty labels={labels} action={create} />}
      {connections?.length === 0 && !none && (
        <NothingFound
          action={
            <Button
              onClick={() => change({ search: '', health: '', method: '', project: '', cursor: '' }, { step: true })}
            >
              Show all connections
            </Button>
          }
        />
      )}
      {connections !== undefined && connections.length > 0 && (
        <div aria-busy={list.isPlaceholderData} className={list.isPlaceholderData ? 'opacity-60' : undefined}>
          <ConnectionsTable
            connections={connections}
            labels={labels}
            path={path}
            removable={(connection) => offersChanges(roles, connection.projectId)}
            onReachForRemove={loadRemove}
            onRemove={(connection) => setOpen({ dialog: 'remove', connection })}
          />
        </div>
      )}
      <Pager
        cursor={read('cursor')}
        nextCursor={list.data?.nextCursor}
        busy={list.isPlaceholderData}
        onGo={(cursor) => change({ cursor }, { step: true })}
      />
      {scopes.length > 0 && (
        <p className="mt-6 text-muted">
          <Link href={`${path}/deleted`} prefetch={false} className="underline underline-offset-2 hover:text-ink">
            Recently deleted
          </Link>
        </p>
      )}
      {open?.dialog === 'create' && <CreateDialog scopes={scopes} onClose={close} />}
      {open?.dialog === 'remove' && <RemoveDialog connection={open.connection} onClose={close} />}
    </PageFrame>
  )
}

/** How many are shown, and whether there are more. */
function countOf(connections: readonly unknown[] | undefined, nextCursor: string | undefined): string | undefined {
  if (connections === undefined || connections.length === 0) return undefined
  return nextCursor === undefined ? `${connections.length}` : `${connections.length}+`
}
