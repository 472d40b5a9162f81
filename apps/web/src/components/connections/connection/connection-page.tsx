'use client'

import type { SingleConnection } from '@app-connections/schemas'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { pathWithin } from '@/components/organization/destinations.ts'
import { useOrganization } from '@/components/organization/organization.tsx'
import { PageFrame } from '@/components/ui/layout/page-frame.tsx'
import { type AppLabels, appLabel, resourceLabel } from '../labels.ts'
import { offersChanges, offersUse, rolesOf } from '../rights.ts'
import { ConnectionActivity } from './activity/connection-activity.tsx'
import { ConnectionActions } from './connection-actions.tsx'
import { ConnectionFacts } from './connection-facts.tsx'
import { ConnectionHealth } from './connection-health.tsx'
import { ConnectionResources } from './connection-resources.tsx'
import { ConnectionSkeleton } from './connection-skeleton.tsx'

/** One connection: its health, facts, activity, users, and what it has access to. */
export function ConnectionPage({ connectionId, labels }: { connectionId: string; labels: AppLabels }) {
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
  const usable = offersUse(roles, connection.projectId)
  const resources = resourceLabel(connection, labels)
  const changeable = offersChanges(roles, connection.projectId)
  return (
    <PageFrame
      title={connection.name}
      lead={connection.description}
      back={list}
      action={changeable && <ConnectionActions connection={connection} labels={labels} list={list.href} />}
    >
      <ConnectionHealth connection={connection} labels={labels} changeable={changeable} usable={usable} />
      <ConnectionFacts connection={connection} labels={labels} />
      <ConnectionActivity connectionId={connection.id} />
      {usable && resources !== undefined && (
        <ConnectionResources
          app={connection.app}
          connectionId={connection.id}
          platform={appLabel(connection, labels)}
          nouns={resources}
        />
      )}
    </PageFrame>
  )
}
