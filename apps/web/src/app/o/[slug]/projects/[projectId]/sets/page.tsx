import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { organizationOf, readAhead, reader } from '@/api/server.ts'
import { SetsPage } from '@/components/config-sets/sets-page.tsx'

export const metadata: Metadata = { title: 'Config sets' }

export default async function Page({ params }: { params: Promise<{ slug: string; projectId: string }> }) {
  const { slug, projectId } = await params
  const { organization } = await organizationOf(slug)
  const { queryClient, trpc } = await reader(organization.id)
  await readAhead(
    queryClient.fetchQuery(trpc.projects.list.queryOptions()),
    queryClient.fetchQuery(trpc.secrets.sets.queryOptions({ projectId })),
  )
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SetsPage projectId={projectId} />
    </HydrationBoundary>
  )
}
