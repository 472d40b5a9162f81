import {
  memberCandidatesInputSchema,
  projectIdSchema,
  removeMemberSchema,
  setMemberSchema,
} from '@app-connections/schemas'
import * as z from 'zod'
import { memberProcedure, router } from '../procedure/trpc.ts'
import { memberCandidates } from './candidates.ts'
import { listMembers } from './list.ts'
import { removeMember } from './remove.ts'
import { setMember } from './set.ts'

export const membersRouter = router({
  list: memberProcedure.input(z.object({ projectId: projectIdSchema.optional() })).query(listMembers),
  candidates: memberProcedure.input(memberCandidatesInputSchema).query(memberCandidates),
  set: memberProcedure.input(setMemberSchema).mutation(setMember),
  remove: memberProcedure.input(removeMemberSchema).mutation(removeMember),
})
