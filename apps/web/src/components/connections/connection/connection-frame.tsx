'use client'

import type { SingleConnection } from '@app-connections/schemas'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { pathWithin } from '@/components/organization/destinations.ts'
import { useOrganization } from '@/components/organization/organization.tsx'
import { PageFrame } from '@/components/ui/layout/page-frame.tsx'
import { Tabs } from '@/components/ui/layout/tabs.tsx'
import type { AppLabels } from '../labels.ts'
import { offersChanges, offersUse, rolesOf } from '../rights.ts'
import { ConnectionActions } from './connection-actions.tsx'
import { ConnectionSkeleton } from './connection-skeleton.tsx'

/** A connection that is shown, and what the visitor is offered on it. */
export interface ShownConnection {
  connection: SingleConnection
  /** Whether to offer what changes it, and what is about all its grants. */
  changeable: boolean
  usable: boolean
  /** The address of its first page; the others are below it. */
  home: string
}

/** What every page of a connection has: its heading, its actions and the way to its other pages. */
export function ConnectionFrame({
  connectionId,
  labels,
  page,
  children,
}: {
  connectionId: string
  labels: AppLabels
  /** The page that is shown, by its part of the address; empty for the first. */
  page: '' | '/access' | '/use' | '/rotation'
  children: (shown: ShownConnection) => ReactNode
}) {
  const trpc = useTRPC()
  const { organization } = useOrganization()
  const found = useQuery(trpc.appConnections.get.queryOptions({ connectionId }))
  const projects = useQuery(trpc.projects.list.queryOptions())
  const roles = rolesOf(organization, projects.data)
  const list = { href: pathWithin(organization, 'connections'), label: 'Connections' }

  if (found.data === undefined) {
    return (
      <PageFrame title="Connection" back={list}>
        {found.isPending && <ConnectionSkeleton />}
        {found.error && (
          <QueryFailure failure={failureOf(found.error)} busy={found.isFetching} onRetry={() => found.refetch()} />
        )}
      </PageFrame>
    )
  }
  const connection: SingleConnection = found.data
  const changeable = offersChanges(roles, connection.projectId)
  const home = `${list.href}/${connection.id}`
  const tabs = [
    { href: home, name: 'Overview' },
    { href: `${home}/access`, name: 'Access' },
    { href: `${home}/use`, name: 'Use it' },
    { href: `${home}/rotation`, name: 'Rotation' },
  ]
  return (
    <PageFrame
      title={connection.name}
      lead={connection.description}
      back={list}
      action={changeable && <ConnectionActions connection={connection} labels={labels} list={list.href} />}
    >
      <Tabs label="Pages of the connection" tabs={tabs} current={`${home}${page}`} />
      {children({ connection, changeable, usable: offersUse(roles, connection.projectId), home })}
    </PageFrame>
  )
}
