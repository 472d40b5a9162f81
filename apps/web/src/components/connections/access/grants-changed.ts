'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useTRPC } from '@/api/client.tsx'

/** Reads again everything that pages show about grants and what they open. */
export function useGrantsChanged(): () => Promise<void> {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useCallback(async () => {
    const { grants, proofs, auditEvents } = trpc
    await Promise.all([grants, proofs, auditEvents].map((noun) => queryClient.invalidateQueries(noun.pathFilter())))
  }, [trpc, queryClient])
}
