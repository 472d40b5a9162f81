import { loginSchema } from '@app-connections/schemas'
import { publicProcedure, router } from '../trpc.ts'
import { login } from './login.ts'

export const accessTokensRouter = router({
  login: publicProcedure.meta({ limit: 'login' }).input(loginSchema).mutation(login),
})
