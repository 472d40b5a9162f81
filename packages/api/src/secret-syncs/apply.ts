import type { ApplyPlan, Plan } from '@app-connections/schemas'
import type { MemberContext } from '../procedure/context.ts'
import { carryOut } from './carry-out.ts'
import { connectionOf, findPlan, findSync } from './find.ts'
import { shapePlan } from './shape.ts'

/** Carries a plan out. Errors: 404, 403, and those of `carryOut`. */
export async function applyPlan({ ctx, input }: { ctx: MemberContext; input: ApplyPlan }): Promise<Plan> {
  const sync = await findSync(ctx, input, 'sync-secrets')
  const plan = await findPlan(ctx, sync, input.planId)
  if (plan.state === 'applied') return shapePlan(plan)
  const connection = await connectionOf(ctx, sync)
  const needs = { projectId: sync.project_id, syncs: 'sync-secrets', connection } as const
  return carryOut(ctx, sync, plan, { skipConflicts: input.skipConflicts, needs })
}
