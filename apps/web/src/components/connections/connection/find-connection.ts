import { errorOf } from '@app-connections/client'
import { type App, appSchema } from '@app-connections/schemas'
import { notFound } from 'next/navigation'
import type { reader } from '@/api/server.ts'

/**
 * Reads a connection of which only the id is known into the cache of a page, and tells its app. The service answers 400
 * where the id is of another app than the one asked for, so each app is asked until one knows it. No such connection: 404.
 */
export async function findConnection(
  { queryClient, trpc }: Awaited<ReturnType<typeof reader>>,
  connectionId: string,
): Promise<App> {
  for (const app of appSchema.options) {
    try {
      await queryClient.fetchQuery(trpc.appConnections.get.queryOptions({ app, connectionId }))
      return app
    } catch (error) {
      const status = errorOf(error)?.statusCode
      if (status === 404 || status === 422) return notFound()
      if (status !== 400) throw error
    }
  }
  return notFound()
}
