'use client'

import type { ConnectionUses } from '@app-connections/schemas'
import { useQuery } from '@tanstack/react-query'
import { Send } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { pathWithin } from '@/components/organization/destinations.ts'
import { useOrganization } from '@/components/organization/organization.tsx'
import { Time } from '@/components/time/time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Empty } from '@/components/ui/layout/empty.tsx'
import { RowsSkeleton } from '@/components/ui/layout/skeleton.tsx'
import { List } from '@/components/ui/lists/list.tsx'

/** What was used through grants in the last 7 days, added up by grant or by app. */
export function UsesTable({ by }: { by: 'grants' | 'apps' }) {
  const { organization } = useOrganization()
  const uses = useQuery(useTRPC().appConnections.uses.queryOptions())
  const connections = pathWithin(organization, 'connections')
  return (
    <>
      {uses.error && (
        <QueryFailure failure={failureOf(uses.error)} busy={uses.isFetching} onRetry={() => uses.refetch()} />
      )}
      {uses.isPending && <RowsSkeleton label="Loading uses" />}
      {uses.data?.[by].length === 0 && (
        <Empty Icon={Send} title="No uses in the last 7 days">
          Calls that people and machine identities send through a connection, as far as their grants allow, are counted
          here.
        </Empty>
      )}
      {uses.data !== undefined && uses.data[by].length > 0 && (
        <>
          <p className="mb-3 text-[0.8125rem] text-muted">
            In the last 7 days{uses.data.complete ? '' : ', of the newest 10,000 uses'}.
          </p>
          <List label={by === 'grants' ? 'Uses by grant' : 'Uses by app'}>
            {by === 'grants'
              ? uses.data.grants.map((row) => (
                  <Used key={row.grantId} row={row} connections={connections}>
                    <Link
                      href={`${connections}/${row.connectionId}/access/${row.grantId}`}
                      prefetch={false}
                      className="font-medium break-words hover:underline"
                    >
                      Grant of {row.actor?.name ?? 'App Connections'}
                    </Link>
                  </Used>
                ))
              : uses.data.apps.map((row) => (
                  <Used key={`${row.connectionId} ${row.app.id}`} row={row} connections={connections}>
                    <span className="font-medium break-words">{row.app.name ?? row.app.id}</span>
                  </Used>
                ))}
          </List>
        </>
      )}
    </>
  )
}

/** One row: what was used, over which connection, how often and when last. */
function Used({
  row: { connectionId, connectionName, uses, failed, lastUsedAt },
  connections,
  children,
}: {
  row: ConnectionUses['grants'][number] | ConnectionUses['apps'][number]
  connections: string
  children: ReactNode
}) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
      <div className="min-w-0 flex-1 basis-64">
        {children}
        <p className="text-[0.8125rem] text-muted">
          over{' '}
          <Link href={`${connections}/${connectionId}`} prefetch={false} className="break-words hover:underline">
            {connectionName}
          </Link>
        </p>
      </div>
      <p className="flex items-center gap-3 text-[0.8125rem] text-muted">
        {failed > 0 && <Badge look="bad">{failed} failed</Badge>}
        <span className="tabular-nums">{uses === 1 ? '1 use' : `${uses} uses`}</span>
        <Time at={lastUsedAt} />
      </p>
    </li>
  )
}
