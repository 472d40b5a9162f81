import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { organizationOf, readAhead, reader } from '@/api/server.ts'
import { appLabels } from '@/components/connections/app-labels.ts'
import { findConnection } from '@/components/connections/connection/find-connection.ts'
import { UsePage } from '@/components/connections/use/use-page.tsx'
import { config } from '@/config.ts'

export const metadata: Metadata = { title: 'Use a connection' }

export default async function Page({ params }: { params: Promise<{ slug: string; id: string }> }) {
  const { slug, id } = await params
  const { organization } = await organizationOf(slug)
  const reading = await reader(organization.id)
  const { queryClient, trpc } = reading
  const { app } = await findConnection(reading, id)
  await readAhead(
    queryClient.fetchQuery(trpc.projects.list.queryOptions()),
    queryClient.fetchQuery(trpc.proofs.rights.queryOptions({ app, connectionId: id })),
  )
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <UsePage connectionId={id} labels={appLabels()} siteUrl={config.siteOrigin} />
    </HydrationBoundary>
  )
}
