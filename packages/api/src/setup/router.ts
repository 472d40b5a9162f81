import { isSetupNeeded } from '@app-connections/db/system'
import { completeSetupSchema } from '@app-connections/schemas'
import { publicProcedure, router } from '../procedure/trpc.ts'
import { completeSetup } from './complete.ts'

export const setupRouter = router({
  status: publicProcedure.query(async ({ ctx }) => ({ needed: await isSetupNeeded(ctx.services.db) })),
  complete: publicProcedure.meta({ limit: 'login' }).input(completeSetupSchema).mutation(completeSetup),
})
