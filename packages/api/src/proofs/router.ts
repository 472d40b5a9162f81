import {
  grantableInputSchema,
  grantProofInputSchema,
  proofDifferenceInputSchema,
  proxyRightsInputSchema,
  usableInputSchema,
} from '@app-connections/schemas'
import { callerProcedure, memberProcedure, router } from '../procedure/trpc.ts'
import { proofDifference } from './difference.ts'
import { grantable } from './grantable.ts'
import { proofOfGrant } from './of-grant.ts'
import { proxyRights } from './rights.ts'
import { usable } from './usable.ts'

export const proofsRouter = router({
  ofGrant: memberProcedure.input(grantProofInputSchema).query(proofOfGrant),
  difference: memberProcedure.meta({ opensCredential: true }).input(proofDifferenceInputSchema).query(proofDifference),
  rights: memberProcedure.input(proxyRightsInputSchema).query(proxyRights),
  usable: memberProcedure.input(usableInputSchema).query(usable),
  grantable: callerProcedure.input(grantableInputSchema).query(grantable),
})
