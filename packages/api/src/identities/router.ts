import { createIdentitySchema, removeIdentitySchema, updateIdentitySchema } from '@app-connections/schemas'
import { memberProcedure, router } from '../procedure/trpc.ts'
import { createIdentity } from './create.ts'
import { listIdentities } from './list.ts'
import { removeIdentity } from './remove.ts'
import { updateIdentity } from './update.ts'

export const identitiesRouter = router({
  create: memberProcedure
    .meta({ manages: ['create', 'identities'] })
    .input(createIdentitySchema)
    .mutation(createIdentity),
  list: memberProcedure.meta({ manages: ['read', 'identities'] }).query(listIdentities),
  update: memberProcedure
    .meta({ manages: ['edit', 'identities'] })
    .input(updateIdentitySchema)
    .mutation(updateIdentity),
  remove: memberProcedure
    .meta({ manages: ['delete', 'identities'] })
    .input(removeIdentitySchema)
    .mutation(removeIdentity),
})
