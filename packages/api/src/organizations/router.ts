import { createOrganizationSchema, updateOrganizationSchema } from '@app-connections/schemas'
import { callerProcedure, memberProcedure, router } from '../procedure/trpc.ts'
import { createOrganization } from './create.ts'
import { organizationSettings } from './settings.ts'
import { updateOrganization } from './update.ts'

export const organizationsRouter = router({
  create: callerProcedure.input(createOrganizationSchema).mutation(createOrganization),
  update: memberProcedure.input(updateOrganizationSchema).mutation(updateOrganization),
  settings: memberProcedure.query(organizationSettings),
})
