'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useTRPC } from '@/api/client.tsx'

/** Reads again everything that pages show about the roles of people and machine identities. */
export function useMembersChanged(): () => Promise<void> {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useCallback(async () => {
    await queryClient.invalidateQueries(trpc.members.pathFilter())
    await queryClient.invalidateQueries(trpc.identities.pathFilter())
    await queryClient.invalidateQueries(trpc.projects.pathFilter())
  }, [trpc, queryClient])
}
