import { createGrantSchema, grantRefSchema, listGrantsSchema, updateGrantSchema } from '@app-connections/schemas'
import { memberProcedure, router } from '../procedure/trpc.ts'
import { createGrant } from './create.ts'
import { endGrant } from './end.ts'
import { getGrant } from './get.ts'
import { listGrants } from './list.ts'
import { changeGrant } from './update.ts'

export const grantsRouter = router({
  create: memberProcedure.input(createGrantSchema).mutation(createGrant),
  list: memberProcedure.input(listGrantsSchema).query(listGrants),
  get: memberProcedure.input(grantRefSchema).query(getGrant),
  update: memberProcedure.input(updateGrantSchema).mutation(changeGrant),
  end: memberProcedure.input(grantRefSchema).mutation(endGrant),
})
