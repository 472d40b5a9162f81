import { createOrganizationSchema, updateOrganizationSchema } from '@app-connections/schemas'
import { callerProcedure, memberProcedure, router } from '../procedure/trpc.ts'
import { createOrganization } from './create.ts'
import { organizationSettings } from './settings.ts'
import { updateOrganization } from './update.ts'

export const organizationsRouter = router({
  create: callerProcedure.input(createOrganizationSchema).mutation(createOrganization),
  update: memberProcedure
    .meta({ manages: ['edit', 'organization'] })
    .input(updateOrganizationSchema)
    .mutation(updateOrganization),
  settings: memberProcedure.meta({ manages: ['read', 'organization'] }).query(organizationSettings),
})
