'use client'

import { type AppRouter, createClient } from '@app-connections/client'
import { QueryClientProvider } from '@tanstack/react-query'
import { createTRPCContext } from '@trpc/tanstack-react-query'
import { type ReactNode, useState } from 'react'
import { createQueryClient } from './query-client.ts'

const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>()

export { useTRPC, useTRPCClient }

/** A client for the browser: the session cookie goes with every call by itself. */
export function createBrowserClient(organizationId?: string) {
  return createClient({
    // While a page is rendered on the server there is no location, and nothing is asked through this client.
    url: globalThis.location?.origin ?? '',
    auth: { cookie: 'browser' },
    ...(organizationId === undefined ? {} : { organizationId }),
  })
}

/** What is below reads and writes in one organization. Give it a `key` of its id: caches must not mix. */
export function ApiProvider({ organizationId, children }: { organizationId: string; children: ReactNode }) {
  const [queryClient] = useState(() => createQueryClient({ patient: true }))
  const [trpcClient] = useState(() => createBrowserClient(organizationId))
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  )
}
