'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useTRPC } from '@/api/client.tsx'

/** Reads again everything that pages show about config sets and their keys, but no value that a person asked to see. */
export function useSetsChanged(): () => Promise<void> {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useCallback(async () => {
    const { sets, keys, history } = trpc.secrets
    await Promise.all([sets, keys, history].map((each) => queryClient.invalidateQueries({ queryKey: each.pathKey() })))
  }, [trpc, queryClient])
}
