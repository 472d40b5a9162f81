import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { readAddress } from '@/address/address.ts'
import { organizationOf, readAhead, reader } from '@/api/server.ts'
import { keysQuery } from '@/components/config-sets/keys-query.ts'
import { placeOf } from '@/components/config-sets/place.ts'
import { SetPage } from '@/components/config-sets/set-page.tsx'

export const metadata: Metadata = { title: 'Config set' }

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ slug: string; projectId: string; setId: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const { slug, projectId, setId } = await params
  const { organization } = await organizationOf(slug)
  const { queryClient, trpc } = await reader(organization.id)
  const read = readAddress(await searchParams)
  const readKeys = async () => {
    const sets = await queryClient.fetchQuery(trpc.secrets.sets.queryOptions({ projectId }))
    const set = sets.find(({ id }) => id === setId)
    if (set !== undefined) await queryClient.fetchQuery(keysQuery(trpc, placeOf(set), read))
  }
  await readAhead(queryClient.fetchQuery(trpc.projects.list.queryOptions()), readKeys())
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SetPage projectId={projectId} setId={setId} />
    </HydrationBoundary>
  )
}
