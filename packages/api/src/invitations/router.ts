import { acceptInvitationSchema, createInvitationSchema } from '@app-connections/schemas'
import * as z from 'zod'
import { memberProcedure, publicProcedure, router } from '../procedure/trpc.ts'
import { acceptInvitation } from './accept.ts'
import { createInvitation } from './create.ts'
import { listInvitations } from './list.ts'
import { removeInvitation } from './remove.ts'

export const invitationsRouter = router({
  create: memberProcedure
    .meta({ manages: ['create', 'invitations'] })
    .input(createInvitationSchema)
    .mutation(createInvitation),
  list: memberProcedure.meta({ manages: ['read', 'invitations'] }).query(listInvitations),
  remove: memberProcedure
    .meta({ manages: ['delete', 'invitations'] })
    .input(z.object({ invitationId: z.uuid() }))
    .mutation(removeInvitation),
  accept: publicProcedure.meta({ limit: 'login' }).input(acceptInvitationSchema).mutation(acceptInvitation),
})
