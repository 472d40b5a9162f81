import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { organizationOf, readAhead, reader } from '@/api/server.ts'
import { IdentityPage } from '@/components/identities/identity-page.tsx'
import { AdminsOnly } from '@/components/organization/admins-only.tsx'
import { config } from '@/config.ts'

export const metadata: Metadata = { title: 'Machine identity' }

export default async function Page({ params }: { params: Promise<{ slug: string; identityId: string }> }) {
  const { slug, identityId } = await params
  const { organization } = await organizationOf(slug)
  if (organization.role !== 'admin') return <AdminsOnly title="Machine identity" />
  const { queryClient, trpc } = await reader(organization.id)
  await readAhead(
    queryClient.fetchQuery(trpc.identities.list.queryOptions()),
    queryClient.fetchQuery(trpc.clientSecrets.list.queryOptions({ identityId })),
    queryClient.fetchQuery(trpc.accessTokens.list.queryOptions({ identityId })),
  )
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <IdentityPage identityId={identityId} siteUrl={config.siteOrigin} />
    </HydrationBoundary>
  )
}
