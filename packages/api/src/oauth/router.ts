import { appSchema, finishOAuthSchema, startOAuthSchema } from '@app-connections/schemas'
import * as z from 'zod'
import { callerProcedure, memberProcedure, router } from '../procedure/trpc.ts'
import { finishOAuth } from './finish.ts'
import { oauthSelfTest } from './self-test.ts'
import { oauthSetup } from './setup.ts'
import { startOAuth } from './start.ts'

const ofApp = z.object({ app: appSchema })

export const oauthRouter = router({
  setup: memberProcedure.input(ofApp).query(oauthSetup),
  selfTest: memberProcedure.input(ofApp).mutation(oauthSelfTest),
  start: memberProcedure.input(startOAuthSchema).mutation(startOAuth),
  finish: callerProcedure.input(finishOAuthSchema).mutation(finishOAuth),
})
