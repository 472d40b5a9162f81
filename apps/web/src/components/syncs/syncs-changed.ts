'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useTRPC } from '@/api/client.tsx'

/** Reads again everything that pages show about syncs and their plans. */
export function useSyncsChanged(): () => Promise<void> {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useCallback(() => queryClient.invalidateQueries(trpc.secretSyncs.pathFilter()), [trpc, queryClient])
}
