import { createPasswordResetSchema, resetPasswordSchema } from '@app-connections/schemas'
import { memberProcedure, publicProcedure, router } from '../procedure/trpc.ts'
import { createPasswordReset } from './create-password-reset.ts'
import { resetPassword } from './reset-password.ts'

export const peopleRouter = router({
  createPasswordReset: memberProcedure
    .meta({ manages: ['edit', 'members'] })
    .input(createPasswordResetSchema)
    .mutation(createPasswordReset),
  resetPassword: publicProcedure.meta({ limit: 'login' }).input(resetPasswordSchema).mutation(resetPassword),
})
