import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { readAddress } from '@/address/address.ts'
import { organizationOf, readAhead, reader } from '@/api/server.ts'
import { AuditPage } from '@/components/audit/audit-page.tsx'
import { auditPage } from '@/components/audit/audit-query.ts'
import { AdminsOnly } from '@/components/organization/admins-only.tsx'
import { config } from '@/config.ts'

export const metadata: Metadata = { title: 'Audit' }

interface AuditPageProps {
  params: Promise<{ slug: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function Page({ params, searchParams }: AuditPageProps) {
  const { organization } = await organizationOf((await params).slug)
  if (organization.role !== 'admin') return <AdminsOnly title="Audit" />
  const { queryClient, trpc } = await reader(organization.id)
  await readAhead(
    queryClient.fetchQuery(trpc.auditEvents.list.queryOptions(auditPage(readAddress(await searchParams)))),
    queryClient.fetchQuery(trpc.members.list.queryOptions({})),
    queryClient.fetchQuery(trpc.projects.list.queryOptions()),
  )
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <AuditPage siteUrl={config.siteOrigin} />
    </HydrationBoundary>
  )
}
