import {
  applyPlanSchema,
  approvePlanSchema,
  checkDestinationSchema,
  createSyncSchema,
  importSecretsSchema,
  listSyncsSchema,
  planRefSchema,
  removeSyncSchema,
  syncNameRefSchema,
  syncRefSchema,
  undoSchema,
  updateSyncSchema,
} from '@app-connections/schemas'
import { callerProcedure, memberProcedure, router } from '../procedure/trpc.ts'
import { applyPlan } from './apply.ts'
import { approvePlan } from './approve.ts'
import { checkDestination } from './check-destination.ts'
import { createSync } from './create.ts'
import { getDrift, lookForDrift, putBack, takeIn } from './drifts.ts'
import { planSync } from './plan.ts'
import { getPlan, getSync, getSyncByName, listSyncs, planHistory, syncOptions } from './read.ts'
import { importSecrets, removeSecrets, removeSync, syncSecrets } from './runs.ts'
import { undoPlan } from './undo.ts'
import { updateSync } from './update.ts'

export const secretSyncsRouter = router({
  options: callerProcedure.query(syncOptions),
  create: memberProcedure.input(createSyncSchema).mutation(createSync),
  list: memberProcedure.input(listSyncsSchema).query(listSyncs),
  get: memberProcedure.input(syncRefSchema).query(getSync),
  getByName: memberProcedure.input(syncNameRefSchema).query(getSyncByName),
  update: memberProcedure.input(updateSyncSchema).mutation(updateSync),
  remove: memberProcedure.input(removeSyncSchema).mutation(removeSync),
  syncSecrets: memberProcedure.input(syncRefSchema).mutation(syncSecrets),
  importSecrets: memberProcedure.input(importSecretsSchema).mutation(importSecrets),
  removeSecrets: memberProcedure.input(syncRefSchema).mutation(removeSecrets),
  checkDestination: memberProcedure.input(checkDestinationSchema).query(checkDestination),
  plan: memberProcedure.input(syncRefSchema).mutation(planSync),
  getPlan: memberProcedure.input(planRefSchema).query(getPlan),
  approvePlan: memberProcedure.input(approvePlanSchema).mutation(approvePlan),
  applyPlan: memberProcedure.input(applyPlanSchema).mutation(applyPlan),
  undo: memberProcedure.input(undoSchema).mutation(undoPlan),
  drift: memberProcedure.input(syncRefSchema).query(getDrift),
  look: memberProcedure.input(syncRefSchema).mutation(lookForDrift),
  takeIn: memberProcedure.input(syncRefSchema).mutation(takeIn),
  putBack: memberProcedure.input(syncRefSchema).mutation(putBack),
  history: memberProcedure.input(syncRefSchema).query(planHistory),
})
