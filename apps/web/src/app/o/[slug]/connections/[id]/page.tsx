import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { organizationOf, readAhead, reader } from '@/api/server.ts'
import { connectionEvents } from '@/components/connections/connection/connection-events.ts'
import { ConnectionPage } from '@/components/connections/connection/connection-page.tsx'
import { findConnection } from '@/components/connections/connection/find-connection.ts'

export const metadata: Metadata = { title: 'Connection' }

export default async function Page({ params }: { params: Promise<{ slug: string; id: string }> }) {
  const { slug, id } = await params
  const { organization } = await organizationOf(slug)
  const reading = await reader(organization.id)
  const { queryClient, trpc } = reading
  const aside = readAhead(
    queryClient.fetchQuery(trpc.projects.list.queryOptions()),
    ...(organization.role === 'admin'
      ? [
          queryClient.fetchQuery(trpc.members.list.queryOptions({})),
          queryClient.fetchQuery(connectionEvents(trpc, id, Date.now())),
        ]
      : []),
  )
  const [app] = await Promise.all([findConnection(reading, id), aside])
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <ConnectionPage app={app} connectionId={id} />
    </HydrationBoundary>
  )
}
