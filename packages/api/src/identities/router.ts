import { createIdentitySchema, updateIdentitySchema } from '@app-connections/schemas'
import * as z from 'zod'
import { memberProcedure, router } from '../procedure/trpc.ts'
import { createIdentity } from './create.ts'
import { listIdentities } from './list.ts'
import { removeIdentity } from './remove.ts'
import { updateIdentity } from './update.ts'

export const identitiesRouter = router({
  create: memberProcedure.input(createIdentitySchema).mutation(createIdentity),
  list: memberProcedure.query(listIdentities),
  update: memberProcedure.input(updateIdentitySchema).mutation(updateIdentity),
  remove: memberProcedure.input(z.object({ identityId: z.uuid() })).mutation(removeIdentity),
})
