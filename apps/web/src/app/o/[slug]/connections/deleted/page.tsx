import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { organizationOf, readAhead, reader } from '@/api/server.ts'
import { appLabels } from '@/components/connections/app-labels.ts'
import { DeletedPage } from '@/components/connections/deleted/deleted-page.tsx'

export const metadata: Metadata = { title: 'Recently deleted' }

export default async function Page({ params }: { params: Promise<{ slug: string }> }) {
  const { organization } = await organizationOf((await params).slug)
  const { queryClient, trpc } = await reader(organization.id)
  await readAhead(queryClient.fetchQuery(trpc.appConnections.deleted.queryOptions()))
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <DeletedPage labels={appLabels()} />
    </HydrationBoundary>
  )
}
