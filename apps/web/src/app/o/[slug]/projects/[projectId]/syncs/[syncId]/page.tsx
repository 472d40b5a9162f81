import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { readAddress } from '@/address/address.ts'
import { organizationOf, readAhead, reader } from '@/api/server.ts'
import { appLabels } from '@/components/connections/app-labels.ts'
import { SyncPage } from '@/components/syncs/sync-page.tsx'

export const metadata: Metadata = { title: 'Sync' }

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ slug: string; projectId: string; syncId: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const { slug, projectId, syncId } = await params
  const { organization } = await organizationOf(slug)
  const { queryClient, trpc } = await reader(organization.id)
  const planId = readAddress(await searchParams)('plan')
  await readAhead(
    queryClient.fetchQuery(trpc.projects.list.queryOptions()),
    queryClient.fetchQuery(trpc.secretSyncs.get.queryOptions({ syncId })),
    queryClient.fetchQuery(trpc.secretSyncs.drift.queryOptions({ syncId })),
    queryClient.fetchQuery(trpc.secretSyncs.history.queryOptions({ syncId })),
    ...(planId === '' ? [] : [queryClient.fetchQuery(trpc.secretSyncs.getPlan.queryOptions({ syncId, planId }))]),
  )
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SyncPage {...{ projectId, syncId, labels: appLabels() }} />
    </HydrationBoundary>
  )
}
