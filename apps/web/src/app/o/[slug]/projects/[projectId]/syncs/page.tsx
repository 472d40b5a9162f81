import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { organizationOf, readAhead, reader } from '@/api/server.ts'
import { appLabels } from '@/components/connections/app-labels.ts'
import { SyncsPage } from '@/components/syncs/syncs-page.tsx'

export const metadata: Metadata = { title: 'Syncs' }

export default async function Page({ params }: { params: Promise<{ slug: string; projectId: string }> }) {
  const { slug, projectId } = await params
  const { organization } = await organizationOf(slug)
  const { queryClient, trpc } = await reader(organization.id)
  await readAhead(
    queryClient.fetchQuery(trpc.projects.list.queryOptions()),
    queryClient.fetchQuery(trpc.secretSyncs.list.queryOptions({ projectId })),
  )
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SyncsPage projectId={projectId} labels={appLabels()} />
    </HydrationBoundary>
  )
}
