import type { AppRouter } from '@app-connections/client'
import type { inferRouterOutputs } from '@trpc/server'

/** What each procedure answers, by noun and verb. */
export type Outputs = inferRouterOutputs<AppRouter>
