'use client'

import type { SingleConnection } from '@app-connections/schemas'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { PageFrame } from '@/components/ui/layout/page-frame.tsx'
import { RowsSkeleton } from '@/components/ui/layout/skeleton.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { type AppLabels, appLabel } from '../labels.ts'
import { FilteredRoutes } from './filtered-routes.tsx'

/** The proof of a grant of a connection, with its heading. */
export function Proof({
  connection,
  grantId,
  labels,
  back,
}: {
  connection: SingleConnection
  grantId: string
  labels: AppLabels
  back: { href: string; label: string }
}) {
  const trpc = useTRPC()
  const ref = { app: connection.app, connectionId: connection.id, grantId }
  const grant = useQuery(trpc.grants.get.queryOptions(ref))
  const proof = useQuery(trpc.proofs.ofGrant.queryOptions(ref))
  const failed = [grant, proof].find(({ error }) => error !== null)
  const platform = appLabel(connection, labels)
  return (
    <PageFrame
      title={grant.data === undefined ? 'Proof of a grant' : `What ${grant.data.subject.name} may do`}
      lead={
        grant.data !== undefined &&
        `By ${grant.data.actions.join(', ')} on ${connection.name}. Every route that ${platform} publishes, and why it is open or closed.`
      }
      back={back}
    >
      {failed?.error && (
        <QueryFailure failure={failureOf(failed.error)} busy={failed.isFetching} onRetry={() => failed.refetch()} />
      )}
      {!failed && proof.data === undefined && <RowsSkeleton label="Loading the proof" />}
      {proof.data?.live === false && (
        <div className="mb-4">
          <Notice look="info" title="This grant cannot be used any more, so everything is denied" />
        </div>
      )}
      {proof.data !== undefined && <FilteredRoutes routes={proof.data.routes} />}
    </PageFrame>
  )
}
