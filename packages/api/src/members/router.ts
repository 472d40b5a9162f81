import { setMemberSchema } from '@app-connections/schemas'
import { memberProcedure, router } from '../trpc.ts'
import { setMember } from './set.ts'

export const membersRouter = router({
  set: memberProcedure.input(setMemberSchema).mutation(setMember),
})
