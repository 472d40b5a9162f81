import { selectPlans, selectSyncs } from '@app-connections/db'
import type { Plan, Sync } from '@app-connections/schemas'
import { requireSyncs } from '../access/require-project.ts'
import type { MemberContext } from '../procedure/context.ts'
import { wholeList } from '../procedure/long-answer.ts'
import { findPlan, findSync } from './find.ts'
import { shapePlan, shapeSync } from './shape.ts'

/** The syncs of a project, by name. Errors: 404 (the project), 429. */
export async function listSyncs({ ctx, input }: { ctx: MemberContext; input: { projectId: string } }): Promise<Sync[]> {
  const { member, services } = ctx
  requireSyncs(member, input.projectId, 'read')
  const { projectId } = input
  return wholeList(ctx, (limit) => selectSyncs(services.db, member.orgId, { projectId }, limit), shapeSync)
}

/** One sync. Errors: 404. */
export async function getSync({ ctx, input }: { ctx: MemberContext; input: { syncId: string } }): Promise<Sync> {
  return shapeSync(await findSync(ctx, input, 'read'))
}

/** The most plans that are shown. */
const mostShown = 100

/** The latest plans of a sync, newest first, with how each ended. Errors: 404. */
export async function planHistory({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { syncId: string }
}): Promise<{ plans: Plan[] }> {
  const sync = await findSync(ctx, input, 'read')
  const plans = await selectPlans(ctx.services.db, sync.org_id, sync.id, mostShown)
  return { plans: plans.map((plan) => shapePlan(plan)) }
}

/** One plan of a sync. Errors: 404. */
export async function getPlan({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { syncId: string; planId: string }
}): Promise<Plan> {
  const sync = await findSync(ctx, input, 'read')
  return shapePlan(await findPlan(ctx, sync, input.planId))
}
