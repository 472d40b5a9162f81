import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { organizationOf, readAhead, reader } from '@/api/server.ts'
import { IdentitiesPage } from '@/components/identities/identities-page.tsx'
import { AdminsOnly } from '@/components/organization/admins-only.tsx'

export const metadata: Metadata = { title: 'Machine identities' }

export default async function Page({ params }: { params: Promise<{ slug: string }> }) {
  const { organization } = await organizationOf((await params).slug)
  if (organization.role !== 'admin') return <AdminsOnly title="Machine identities" />
  const { queryClient, trpc } = await reader(organization.id)
  await readAhead(queryClient.fetchQuery(trpc.identities.list.queryOptions()))
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <IdentitiesPage />
    </HydrationBoundary>
  )
}
