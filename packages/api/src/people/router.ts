import { createPasswordResetSchema, resetPasswordSchema } from '@app-connections/schemas'
import { memberProcedure, publicProcedure, router } from '../procedure/trpc.ts'
import { createPasswordReset, resetPassword } from './password-reset.ts'

export const peopleRouter = router({
  createPasswordReset: memberProcedure.input(createPasswordResetSchema).mutation(createPasswordReset),
  resetPassword: publicProcedure.meta({ limit: 'login' }).input(resetPasswordSchema).mutation(resetPassword),
})
