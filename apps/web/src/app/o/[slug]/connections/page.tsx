import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { readAddress } from '@/address/address.ts'
import { organizationOf, readAhead, reader } from '@/api/server.ts'
import { appLabels } from '@/components/connections/app-labels.ts'
import { connectionList } from '@/components/connections/list/connection-list.ts'
import { ConnectionsPage } from '@/components/connections/list/connections-page.tsx'

export const metadata: Metadata = { title: 'Connections' }

interface ConnectionsPageProps {
  params: Promise<{ slug: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function Page({ params, searchParams }: ConnectionsPageProps) {
  const { organization } = await organizationOf((await params).slug)
  const { queryClient, trpc } = await reader(organization.id)
  const labels = appLabels()
  await readAhead(
    queryClient.fetchQuery(connectionList(trpc, readAddress(await searchParams), labels)),
    queryClient.fetchQuery(trpc.projects.list.queryOptions()),
  )
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ConnectionsPage labels={labels} />
    </HydrationBoundary>
  )
}
