import { createOrganizationSchema, updateOrganizationSchema } from '@app-connections/schemas'
import { callerProcedure, memberProcedure, router } from '../trpc.ts'
import { createOrganization } from './create.ts'
import { organizationSettings, updateOrganization } from './settings.ts'
import { whoAmI } from './who-am-i.ts'

export const organizationsRouter = router({
  create: callerProcedure.input(createOrganizationSchema).mutation(createOrganization),
  update: memberProcedure.input(updateOrganizationSchema).mutation(updateOrganization),
  settings: memberProcedure.query(organizationSettings),
})

export const sessionRouter = router({
  whoAmI: callerProcedure.query(whoAmI),
})
