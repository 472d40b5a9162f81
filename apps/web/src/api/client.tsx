'use client'

import type { AppRouter, Client } from '@app-connections/client'
import { QueryClientProvider } from '@tanstack/react-query'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { createTRPCContext } from '@trpc/tanstack-react-query'
import { type ReactNode, useState } from 'react'
import { askForPassword } from './password-proof.ts'
import { createQueryClient } from './query-client.ts'

const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>()

export { useTRPC, useTRPCClient }

/** The most calls that the service takes in one batch. */
const batchSize = 20

/**
 * A client for the browser, which sends the session cookie with every call. It is created here and not by the client
 * package, whose machine login and retries (the query cache retries) would be a twentieth of a first load.
 */
export function createBrowserClient(organizationId?: string): Client {
  return createTRPCClient<AppRouter>({
    links: [
      askForPassword,
      httpBatchLink({
        url: '/api/trpc',
        maxItems: batchSize,
        // Some queries open a credential, which with a cookie is no GET.
        methodOverride: 'POST',
        headers: organizationId === undefined ? {} : { 'x-organization-id': organizationId },
      }),
    ],
  })
}

/** Everything below reads and writes in one organization. Give it the id as `key`, because caches must not mix. */
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
