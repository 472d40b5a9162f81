'use client'

import { type App, appName, type SingleConnection } from '@app-connections/schemas'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { useOrganization } from '@/components/organization/organization.tsx'
import { PageFrame } from '@/components/ui/page-frame.tsx'
import { QueryFailure } from '@/components/ui/query-failure.tsx'
import { offersChanges, offersUse, rolesOf } from '../rights.ts'
import { ConnectionActions } from './connection-actions.tsx'
import { ConnectionApps } from './connection-apps.tsx'
import { ConnectionFacts } from './connection-facts.tsx'
import { ConnectionHealth } from './connection-health.tsx'
import { ConnectionHistory } from './connection-history.tsx'

/** One connection: how it is, what it is, what it reaches, and who used it. */
export function ConnectionPage({ app, connectionId }: { app: App; connectionId: string }) {
  const trpc = useTRPC()
  const { organization } = useOrganization()
  const found = useQuery(trpc.appConnections.get.queryOptions({ app, connectionId }))
  const projects = useQuery(trpc.projects.list.queryOptions())
  const roles = rolesOf(organization, projects.data)
  const list = { href: `/o/${organization.slug}/connections`, label: 'Connections' }

  if (found.data === undefined) {
    return (
      <PageFrame title="Connection" back={list}>
        {found.error && (
          <QueryFailure failure={failureOf(found.error)} busy={found.isFetching} onRetry={() => found.refetch()} />
        )}
      </PageFrame>
    )
  }
  const connection: SingleConnection = found.data
  const usable = offersUse(roles, connection.projectId)
  const changeable = offersChanges(roles, connection.projectId)
  return (
    <PageFrame
      title={connection.name}
      lead={connection.description}
      back={list}
      action={changeable && <ConnectionActions connection={connection} list={list.href} />}
    >
      <ConnectionHealth connection={connection} changeable={changeable} usable={usable} />
      <ConnectionFacts connection={connection} />
      {usable && <ConnectionApps app={app} connectionId={connection.id} platform={appName(app)} />}
      {organization.role === 'admin' && <ConnectionHistory connectionId={connection.id} />}
    </PageFrame>
  )
}
