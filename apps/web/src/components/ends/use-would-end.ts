'use client'

import type { Ends, Made } from '@app-connections/schemas'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'

/**
 * Reads what would end, by a dry run of the call that takes the rights away. `subject` names whose rights they are; nothing
 * is asked while it is undefined. Not kept: the next dialog reads again.
 */
export function useWouldEnd(subject: string | undefined, dryRun: () => Promise<Ends>): UseQueryResult<Made[]> {
  return useQuery({
    queryKey: ['would-end', subject],
    queryFn: async () => (await dryRun()).wouldEnd ?? [],
    enabled: subject !== undefined,
    gcTime: 0,
    staleTime: 0,
  })
}
