import { provePasswordSchema, revokeSessionSchema } from '@app-connections/schemas'
import { callerProcedure, router } from '../procedure/trpc.ts'
import { listSessions } from './list.ts'
import { provePassword } from './prove-password.ts'
import { revokeSession } from './revoke.ts'
import { whoAmI } from './who-am-i.ts'

export const sessionRouter = router({
  whoAmI: callerProcedure.query(whoAmI),
  list: callerProcedure.query(listSessions),
  revoke: callerProcedure.meta({ limit: 'login' }).input(revokeSessionSchema).mutation(revokeSession),
  provePassword: callerProcedure.meta({ limit: 'login' }).input(provePasswordSchema).mutation(provePassword),
})
