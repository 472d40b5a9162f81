import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { organizationOf, readAhead, reader } from '@/api/server.ts'
import { MembersPage } from '@/components/members/members-page.tsx'
import { AdminsOnly } from '@/components/organization/admins-only.tsx'

export const metadata: Metadata = { title: 'Members' }

export default async function Page({ params }: { params: Promise<{ slug: string }> }) {
  const { organization } = await organizationOf((await params).slug)
  if (organization.role !== 'admin') return <AdminsOnly title="Members" />
  const { queryClient, trpc } = await reader(organization.id)
  await readAhead(
    queryClient.fetchQuery(trpc.members.list.queryOptions({})),
    queryClient.fetchQuery(trpc.invitations.list.queryOptions()),
  )
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <MembersPage />
    </HydrationBoundary>
  )
}
