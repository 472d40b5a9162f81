import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { organizationOf, readAhead, reader } from '@/api/server.ts'
import { AdminsOnly } from '@/components/organization/admins-only.tsx'
import { WebhooksPage } from '@/components/webhooks/list/webhooks-page.tsx'

export const metadata: Metadata = { title: 'Webhooks' }

export default async function Page({ params }: { params: Promise<{ slug: string }> }) {
  const { organization } = await organizationOf((await params).slug)
  if (organization.role !== 'admin') return <AdminsOnly title="Webhooks" />
  const { queryClient, trpc } = await reader(organization.id)
  await readAhead(queryClient.fetchQuery(trpc.webhooks.list.queryOptions()))
  const webhooks = queryClient.getQueryData(trpc.webhooks.list.queryKey()) ?? []
  await readAhead(
    ...webhooks.map(({ id }) =>
      queryClient.fetchQuery(trpc.webhooks.deliveries.queryOptions({ webhookId: id, limit: 1 })),
    ),
  )
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <WebhooksPage />
    </HydrationBoundary>
  )
}
