import { errorOf } from '@app-connections/client'
import type { SingleConnection } from '@app-connections/schemas'
import { notFound } from 'next/navigation'
import type { reader } from '@/api/server.ts'

/** Reads a connection into the cache of a page. An unknown or malformed id: 404. */
export async function findConnection(
  { queryClient, trpc }: Awaited<ReturnType<typeof reader>>,
  connectionId: string,
): Promise<SingleConnection> {
  try {
    return await queryClient.fetchQuery(trpc.appConnections.get.queryOptions({ connectionId }))
  } catch (error) {
    const status = errorOf(error)?.statusCode
    if (status === 404 || status === 422) return notFound()
    throw error
  }
}
