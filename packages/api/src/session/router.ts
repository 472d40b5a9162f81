import { callerProcedure, router } from '../procedure/trpc.ts'
import { whoAmI } from './who-am-i.ts'

export const sessionRouter = router({
  whoAmI: callerProcedure.query(whoAmI),
})
