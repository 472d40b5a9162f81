import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { organizationOf, readAhead, reader } from '@/api/server.ts'
import { ProjectsPage } from '@/components/projects/projects-page.tsx'

export const metadata: Metadata = { title: 'Projects' }

export default async function Page({ params }: { params: Promise<{ slug: string }> }) {
  const { organization } = await organizationOf((await params).slug)
  const { queryClient, trpc } = await reader(organization.id)
  const leads = organization.role === 'admin'
  await readAhead(
    queryClient.fetchQuery(trpc.projects.list.queryOptions()),
    ...(leads ? [queryClient.fetchQuery(trpc.projects.listOthers.queryOptions())] : []),
  )
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ProjectsPage />
    </HydrationBoundary>
  )
}
