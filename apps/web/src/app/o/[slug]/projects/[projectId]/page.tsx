import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { organizationOf, readAhead, reader } from '@/api/server.ts'
import { ProjectPage } from '@/components/projects/project-page.tsx'

export const metadata: Metadata = { title: 'Project' }

export default async function Page({ params }: { params: Promise<{ slug: string; projectId: string }> }) {
  const { slug, projectId } = await params
  const { organization } = await organizationOf(slug)
  const { queryClient, trpc } = await reader(organization.id)
  await readAhead(
    queryClient.fetchQuery(trpc.projects.list.queryOptions()),
    queryClient.fetchQuery(trpc.members.list.queryOptions({ projectId })),
  )
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ProjectPage projectId={projectId} />
    </HydrationBoundary>
  )
}
