'use client'

import type { Connection, ConnectionSort } from '@app-connections/schemas'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useState } from 'react'
import { useAddress } from '@/address/use-address.ts'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { useNewConnection } from '@/components/connections/create/new-connection.tsx'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { useOrganization } from '@/components/organization/organization.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { PageFrame } from '@/components/ui/layout/page-frame.tsx'
import { Pager } from '@/components/ui/lists/pager.tsx'
import type { AppLabels } from '../labels.ts'
import { offersChanges, rolesOf } from '../rights.ts'
import { connectionList, isFiltered, type ListName, listOrder, sorts, withoutFilters } from './connection-list.ts'
import { ConnectionsFilters } from './connections-filters.tsx'
import { ConnectionsSkeleton } from './connections-skeleton.tsx'
import { ConnectionsTable } from './connections-table.tsx'

// Most lists have something in them.
const ConnectionsEmpty = dynamic(() => import('./connections-empty.tsx').then((module) => module.ConnectionsEmpty))
const NothingFound = dynamic(() => import('./connections-empty.tsx').then((module) => module.NothingFound))
const NothingOpen = dynamic(() => import('./connections-empty.tsx').then((module) => module.NothingOpen))
const loadRemove = () => import('../remove-dialog.tsx')
const RemoveDialog = dynamic(() => loadRemove().then((module) => module.RemoveDialog), { ssr: false })

/** The connections that the visitor may read, with the actions they may take. */
export function ConnectionsPage({ labels }: { labels: AppLabels }) {
  const trpc = useTRPC()
  const { organization } = useOrganization()
  const { read, change } = useAddress<ListName>()
  const list = useQuery({ ...connectionList(trpc, read, labels), placeholderData: keepPreviousData })
  const projects = useQuery(trpc.projects.list.queryOptions())
  /** The connection that is about to be deleted. */
  const [leaving, setLeaving] = useState<Connection>()

  const roles = rolesOf(organization, projects.data)
  const creation = useNewConnection(roles)
  const connections = list.data?.appConnections
  const failure = list.error ? failureOf(list.error) : undefined
  const filtered = isFiltered(read)
  const none = connections?.length === 0 && !filtered && read('cursor') === ''
  const path = `/o/${organization.slug}/connections`
  const order = listOrder(read)

  /** Sorts by another column, or reverses the order. The default order is left out of the address. */
  function sortBy(by: ConnectionSort) {
    const first = sorts.find((each) => each.by === by)?.first
    const turned = order.direction === 'asc' ? 'desc' : 'asc'
    const direction = order.sort === by && turned !== first ? turned : ''
    change({ sort: by === 'name' ? '' : by, direction, cursor: '' }, { step: true })
  }

  return (
    <PageFrame
      title="Connections"
      count={countOf(connections, list.data?.nextCursor)}
      action={none ? undefined : creation.button}
    >
      {!none && failure?.statusCode !== 403 && <ConnectionsFilters labels={labels} projects={roles.projects} />}
      {failure?.statusCode === 403 && <NothingOpen organization={organization.name} />}
      {failure && failure.statusCode !== 403 && (
        <QueryFailure failure={failure} busy={list.isFetching} onRetry={() => list.refetch()} />
      )}
      {list.isPending && <ConnectionsSkeleton />}
      {none && <ConnectionsEmpty labels={labels} action={creation.button} />}
      {connections?.length === 0 && !none && (
        <NothingFound
          action={<Button onClick={() => change(withoutFilters, { step: true })}>Show all connections</Button>}
        />
      )}
      {connections !== undefined && connections.length > 0 && (
        <div aria-busy={list.isPlaceholderData} className={list.isPlaceholderData ? 'opacity-60' : undefined}>
          <ConnectionsTable
            connections={connections}
            labels={labels}
            path={path}
            order={order}
            onSort={sortBy}
            removable={(connection) => offersChanges(roles, connection.projectId)}
            onReachForRemove={loadRemove}
            onRemove={setLeaving}
          />
        </div>
      )}
      <Pager
        cursor={read('cursor')}
        nextCursor={list.data?.nextCursor}
        busy={list.isPlaceholderData}
        onGo={(cursor) => change({ cursor }, { step: true })}
      />
      {creation.button && (
        <p className="mt-6 text-muted">
          <Link href={`${path}/deleted`} prefetch={false} className="underline underline-offset-2 hover:text-ink">
            Recently deleted
          </Link>
        </p>
      )}
      {creation.dialog}
      {leaving && <RemoveDialog connection={leaving} onClose={() => setLeaving(undefined)} />}
    </PageFrame>
  )
}

/** How many are shown; a plus sign if there are more. */
function countOf(connections: readonly unknown[] | undefined, nextCursor: string | undefined): string | undefined {
  if (connections === undefined || connections.length === 0) return undefined
  return nextCursor === undefined ? `${connections.length}` : `${connections.length}+`
}
