import { acceptInvitationSchema, createInvitationSchema } from '@app-connections/schemas'
import { memberProcedure, publicProcedure, router } from '../trpc.ts'
import { acceptInvitation } from './accept.ts'
import { createInvitation } from './create.ts'

export const invitationsRouter = router({
  create: memberProcedure.input(createInvitationSchema).mutation(createInvitation),
  accept: publicProcedure.meta({ limit: 'login' }).input(acceptInvitationSchema).mutation(acceptInvitation),
})
