import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { organizationOf, readAhead, reader } from '@/api/server.ts'
import { appLabels } from '@/components/connections/app-labels.ts'
import { findConnection } from '@/components/connections/connection/find-connection.ts'
import { isRotated, leasesOf } from '@/components/connections/labels.ts'
import { RotationPage } from '@/components/connections/rotation/rotation-page.tsx'

export const metadata: Metadata = { title: 'Rotation of a connection' }

export default async function Page({ params }: { params: Promise<{ slug: string; id: string }> }) {
  const { slug, id } = await params
  const { organization } = await organizationOf(slug)
  const reading = await reader(organization.id)
  const { queryClient, trpc } = reading
  const connection = await findConnection(reading, id)
  const labels = appLabels()
  await readAhead(
    queryClient.fetchQuery(trpc.projects.list.queryOptions()),
    ...(isRotated(connection, labels)
      ? [queryClient.fetchQuery(trpc.appConnections.rotation.queryOptions({ app: connection.app, connectionId: id }))]
      : []),
    ...(leasesOf(connection, labels)
      ? [queryClient.fetchQuery(trpc.leases.list.queryOptions({ app: connection.app, connectionId: id }))]
      : []),
  )
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <RotationPage connectionId={id} labels={labels} />
    </HydrationBoundary>
  )
}
