import { revokePersonalTokenSchema } from '@app-connections/schemas'
import { callerProcedure, router } from '../procedure/trpc.ts'
import { listPersonalTokens } from './list.ts'
import { revokePersonalToken } from './revoke.ts'

export const personalTokensRouter = router({
  list: callerProcedure.query(listPersonalTokens),
  revoke: callerProcedure.meta({ limit: 'login' }).input(revokePersonalTokenSchema).mutation(revokePersonalToken),
})
