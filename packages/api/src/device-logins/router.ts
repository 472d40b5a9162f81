import { deviceLoginInputSchema, startDeviceLoginSchema, takeDeviceLoginSchema } from '@app-connections/schemas'
import { callerProcedure, memberProcedure, publicProcedure, router } from '../procedure/trpc.ts'
import { confirmDeviceLogin, denyDeviceLogin } from './decide.ts'
import { findDeviceLogin } from './find.ts'
import { startDeviceLogin } from './start.ts'
import { takeDeviceLogin } from './take.ts'

const ofLogin = publicProcedure.meta({ limit: 'login' })
const decision = memberProcedure.meta({ limit: 'login' }).input(deviceLoginInputSchema)

export const deviceLoginsRouter = router({
  start: ofLogin.input(startDeviceLoginSchema).mutation(startDeviceLogin),
  take: ofLogin.input(takeDeviceLoginSchema).mutation(takeDeviceLogin),
  // No query: it takes a turn, and its input does not belong into an address.
  find: callerProcedure.meta({ limit: 'login' }).input(deviceLoginInputSchema).mutation(findDeviceLogin),
  confirm: decision.mutation(confirmDeviceLogin),
  deny: decision.mutation(denyDeviceLogin),
})
