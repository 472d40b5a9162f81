import { callerProcedure, router } from '../trpc.ts'
import { whoAmI } from './who-am-i.ts'

export const sessionRouter = router({
  whoAmI: callerProcedure.query(whoAmI),
})
