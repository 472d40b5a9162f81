import {
  applyPlanSchema,
  createSyncSchema,
  listSyncsSchema,
  planRefSchema,
  syncRefSchema,
} from '@app-connections/schemas'
import { memberProcedure, router } from '../procedure/trpc.ts'
import { applyPlan } from './apply.ts'
import { createSync } from './create.ts'
import { planSync } from './plan.ts'
import { getPlan, getSync, listSyncs, planHistory } from './read.ts'
import { removeSync } from './remove.ts'
import { undoPlan } from './undo.ts'

export const secretSyncsRouter = router({
  create: memberProcedure.input(createSyncSchema).mutation(createSync),
  list: memberProcedure.input(listSyncsSchema).query(listSyncs),
  get: memberProcedure.input(syncRefSchema).query(getSync),
  remove: memberProcedure.input(syncRefSchema).mutation(removeSync),
  plan: memberProcedure.input(syncRefSchema).mutation(planSync),
  getPlan: memberProcedure.input(planRefSchema).query(getPlan),
  applyPlan: memberProcedure.input(applyPlanSchema).mutation(applyPlan),
  undo: memberProcedure.input(planRefSchema).mutation(undoPlan),
  history: memberProcedure.input(syncRefSchema).query(planHistory),
})
