import { insertAuditEvent, approvePlan as store, wakeRuns } from '@app-connections/db'
import type { ApprovePlan, Plan } from '@app-connections/schemas'
import { notApprover, otherHash, planEnded } from '../failures/secret-syncs.ts'
import type { MemberContext } from '../procedure/context.ts'
import { syncEvent } from './event.ts'
import { connectionOf, findPlan, findSync } from './find.ts'
import { requireNow } from './require-now.ts'
import { requireSame } from './require-same.ts'
import { shapePlan } from './shape.ts'

/**
 * Approves what a plan would do, by its hash, so that it can be carried out: a run that waits for that does so at once.
 * The approval ends when anything moves that the plan is bound to. Errors: 404, 403 (also for whoever made the plan, or
 * acts through them), 409 (the plan has ended, has another hash, or the sync or the set has changed since).
 */
export async function approvePlan({ ctx, input }: { ctx: MemberContext; input: ApprovePlan }): Promise<Plan> {
  const { db, runSyncsSoon } = ctx.services
  const sync = await findSync(ctx, input, 'sync-secrets')
  const connection = await connectionOf(ctx, sync)
  const plan = await findPlan(ctx, sync, input.planId)
  const { id } = plan
  await db.transaction().execute(async (trx) => {
    await requireSame(trx, sync, plan)
    const needs = { projectId: sync.project_id, syncs: 'sync-secrets', connection } as const
    const approvers = await requireNow(ctx, trx, sync.org_id, needs)
    if (plan.hash !== input.hash) throw otherHash()
    if (approvers.some((each) => plan.makers.includes(each))) throw notApprover()
    if (!(await store(trx, sync.org_id, id, { by: ctx.actor.id, hash: input.hash }))) throw planEnded()
    if (plan.made_by === null) await wakeRuns(trx, sync.org_id, sync.id)
    const { hash } = input
    await insertAuditEvent(trx, syncEvent(ctx, sync, 'secretSyncs.approvePlan', { planId: id, kind: plan.kind, hash }))
  })
  runSyncsSoon()
  return shapePlan(await findPlan(ctx, sync, id))
}
