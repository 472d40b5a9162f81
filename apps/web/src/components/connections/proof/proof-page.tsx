'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { pathWithin } from '@/components/organization/destinations.ts'
import { useOrganization } from '@/components/organization/organization.tsx'
import { PageFrame } from '@/components/ui/layout/page-frame.tsx'
import { RowsSkeleton } from '@/components/ui/layout/skeleton.tsx'
import type { AppLabels } from '../labels.ts'
import { Proof } from './proof.tsx'

/** What one grant opens, over every route of its platform. */
export function ProofPage({
  connectionId,
  grantId,
  labels,
}: {
  connectionId: string
  grantId: string
  labels: AppLabels
}) {
  const { organization } = useOrganization()
  const connection = useQuery(useTRPC().appConnections.get.queryOptions({ connectionId }))
  const back = { href: `${pathWithin(organization, 'connections')}/${connectionId}/access`, label: 'Access' }
  if (connection.data !== undefined) {
    return <Proof connection={connection.data} grantId={grantId} labels={labels} back={back} />
  }
  return (
    <PageFrame title="Proof of a grant" back={back}>
      {connection.isPending && <RowsSkeleton label="Loading the proof" />}
      {connection.error && (
        <QueryFailure
          failure={failureOf(connection.error)}
          busy={connection.isFetching}
          onRetry={() => connection.refetch()}
        />
      )}
    </PageFrame>
  )
}
