import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { organizationOf, readAhead, reader } from '@/api/server.ts'
import { connectionPages } from '@/components/connections/connection-pages.ts'
import { ConnectionsPage } from '@/components/connections/connections-page.tsx'
import { appLabels } from '@/components/connections/labels.ts'

export const metadata: Metadata = { title: 'Connections' }

export default async function Page({ params }: { params: Promise<{ slug: string }> }) {
  const { organization } = await organizationOf((await params).slug)
  const { queryClient, trpc } = await reader(organization.id)
  await readAhead(
    queryClient.fetchInfiniteQuery(connectionPages(trpc)),
    queryClient.fetchQuery(trpc.projects.list.queryOptions()),
  )
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ConnectionsPage labels={appLabels()} />
    </HydrationBoundary>
  )
}
