import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { organizationOf, readAhead, reader } from '@/api/server.ts'
import { AccessPage } from '@/components/connections/access/access-page.tsx'
import { appLabels } from '@/components/connections/app-labels.ts'
import { findConnection } from '@/components/connections/connection/find-connection.ts'

export const metadata: Metadata = { title: 'Access to a connection' }

export default async function Page({ params }: { params: Promise<{ slug: string; id: string }> }) {
  const { slug, id } = await params
  const { organization } = await organizationOf(slug)
  const reading = await reader(organization.id)
  const { queryClient, trpc } = reading
  const { app } = await findConnection(reading, id)
  await readAhead(
    queryClient.fetchQuery(trpc.projects.list.queryOptions()),
    queryClient.fetchQuery(trpc.proofs.grantable.queryOptions({ app })),
    queryClient.fetchQuery(trpc.grants.list.queryOptions({ app, connectionId: id })),
  )
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <AccessPage connectionId={id} labels={appLabels()} />
    </HydrationBoundary>
  )
}
