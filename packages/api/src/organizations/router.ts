import { createOrganizationSchema } from '@app-connections/schemas'
import { callerProcedure, router } from '../trpc.ts'
import { createOrganization } from './create.ts'
import { whoAmI } from './who-am-i.ts'

export const organizationsRouter = router({
  create: callerProcedure.input(createOrganizationSchema).mutation(createOrganization),
})

export const sessionRouter = router({
  whoAmI: callerProcedure.query(whoAmI),
})
