'use client'

import { matchQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useTRPC } from '@/api/client.tsx'

/**
 * Reads again everything that pages show about connections and their events, but nothing about a deleted one (`goneId`). The
 * apps at a platform are not read again: that uses the credential, so only a person asks for it.
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
              appConnections.usage.queryFilter({ connectionId: goneId }),
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
