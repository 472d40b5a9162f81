import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { organizationOf, readAhead, reader } from '@/api/server.ts'
import { appLabels } from '@/components/connections/app-labels.ts'
import { ConnectionPage } from '@/components/connections/connection/connection-page.tsx'
import { findConnection } from '@/components/connections/connection/find-connection.ts'

export const metadata: Metadata = { title: 'Connection' }

export default async function Page({ params }: { params: Promise<{ slug: string; id: string }> }) {
  const { slug, id } = await params
  const { organization } = await organizationOf(slug)
  const reading = await reader(organization.id)
  const { queryClient, trpc } = reading
  const aside = readAhead(
    queryClient.fetchQuery(trpc.projects.list.queryOptions()),
    queryClient.fetchQuery(trpc.appConnections.activity.queryOptions({ connectionId: id })),
  )
  await Promise.all([findConnection(reading, id), aside])
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ConnectionPage connectionId={id} labels={appLabels()} />
    </HydrationBoundary>
  )
}
