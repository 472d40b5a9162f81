import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { readAddress } from '@/address/address.ts'
import { organizationOf, readAhead, reader } from '@/api/server.ts'
import { AdminsOnly } from '@/components/organization/admins-only.tsx'
import { deliveryPage } from '@/components/webhooks/webhook/delivery-query.ts'
import { WebhookPage } from '@/components/webhooks/webhook/webhook-page.tsx'

export const metadata: Metadata = { title: 'Webhook' }

interface WebhookPageProps {
  params: Promise<{ slug: string; webhookId: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function Page({ params, searchParams }: WebhookPageProps) {
  const { slug, webhookId } = await params
  const { organization } = await organizationOf(slug)
  if (organization.role !== 'admin') return <AdminsOnly title="Webhook" />
  const { queryClient, trpc } = await reader(organization.id)
  const page = deliveryPage(webhookId, readAddress(await searchParams))
  await readAhead(
    queryClient.fetchQuery(trpc.webhooks.list.queryOptions()),
    queryClient.fetchQuery(trpc.webhooks.deliveries.queryOptions(page)),
  )
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <WebhookPage webhookId={webhookId} />
    </HydrationBoundary>
  )
}
