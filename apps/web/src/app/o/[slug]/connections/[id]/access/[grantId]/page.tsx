import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { organizationOf, readAhead, reader } from '@/api/server.ts'
import { appLabels } from '@/components/connections/app-labels.ts'
import { findConnection } from '@/components/connections/connection/find-connection.ts'
import { ProofPage } from '@/components/connections/proof/proof-page.tsx'

export const metadata: Metadata = { title: 'Proof of a grant' }

export default async function Page({ params }: { params: Promise<{ slug: string; id: string; grantId: string }> }) {
  const { slug, id, grantId } = await params
  const { organization } = await organizationOf(slug)
  const reading = await reader(organization.id)
  const { queryClient, trpc } = reading
  const ref = { app: (await findConnection(reading, id)).app, connectionId: id, grantId }
  await readAhead(
    queryClient.fetchQuery(trpc.grants.get.queryOptions(ref)),
    queryClient.fetchQuery(trpc.proofs.ofGrant.queryOptions(ref)),
  )
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ProofPage connectionId={id} grantId={grantId} labels={appLabels()} />
    </HydrationBoundary>
  )
}
