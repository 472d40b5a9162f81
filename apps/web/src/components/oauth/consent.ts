'use client'

import type { StartOAuth } from '@app-connections/schemas'
import { useCallback } from 'react'
import { useTRPCClient } from '@/api/client.tsx'

/**
 * Sends the visitor to a platform's consent page. Errors: those of `oauth.start`. The promise stays pending while the browser
 * leaves, so that a second click does nothing; it resolves when the visitor comes back with the browser's Back.
 */
export function useConsent(): (start: StartOAuth) => Promise<undefined> {
  const client = useTRPCClient()
  return useCallback(
    async (start) => {
      const { url } = await client.oauth.start.mutate(start)
      const cameBack = new Promise<undefined>((resolve) => {
        window.addEventListener('pageshow', () => resolve(undefined), { once: true })
      })
      window.location.assign(url)
      return cameBack
    },
    [client],
  )
}
