import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { organizationOf, readAhead, reader } from '@/api/server.ts'
import { appLabels } from '@/components/connections/app-labels.ts'
import { OverviewPage } from '@/components/overview/overview-page.tsx'

export const metadata: Metadata = { title: 'Overview' }

export default async function Page({ params }: { params: Promise<{ slug: string }> }) {
  const { organization } = await organizationOf((await params).slug)
  const { queryClient, trpc } = await reader(organization.id)
  await readAhead(
    queryClient.fetchQuery(trpc.appConnections.overview.queryOptions()),
    queryClient.fetchQuery(trpc.projects.list.queryOptions()),
  )
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <OverviewPage labels={appLabels()} />
    </HydrationBoundary>
  )
}
