'use client'

import { matchQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useTRPC } from '@/api/client.tsx'

/**
 * Reads anew whatever pages show of connections and of what was done to them; of one that is gone (`goneId`) nothing more
 * is asked. The apps at a platform stay as they were read: asking for them opens the credential, and only a person asks.
 */
export function useConnectionsChanged(): (goneId?: string) => Promise<void> {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useCallback(
    async (goneId) => {
      const { appConnections, auditEvents } = trpc
      const left = [
        appConnections.apps.pathFilter(),
        ...(goneId === undefined
          ? []
          : [
              appConnections.get.queryFilter({ connectionId: goneId }),
              appConnections.activity.queryFilter({ connectionId: goneId }),
            ]),
      ]
      await Promise.all([
        queryClient.invalidateQueries(
          appConnections.pathFilter({ predicate: (query) => !left.some((filter) => matchQuery(filter, query)) }),
        ),
        queryClient.invalidateQueries(auditEvents.pathFilter()),
      ])
    },
    [trpc, queryClient],
  )
}
