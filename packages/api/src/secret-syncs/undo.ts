import { type PlanRow, selectLastApplied } from '@app-connections/db'
import type { Plan, undoSchema } from '@app-connections/schemas'
import type * as z from 'zod'
import { nothingToUndo, planOfOther } from '../failures/secret-syncs.ts'
import type { MemberContext } from '../procedure/context.ts'
import { openChanges } from './digest.ts'
import { connectionOf, findPlan, findSync } from './find.ts'
import { storePlan } from './plan.ts'
import { undoRows } from './rows.ts'
import { shapePlan } from './shape.ts'

/**
 * Plans to put back what stood at the resource before an applied plan, by default the latest; `apply` carries it out. The
 * set stays as it is, so that the next plan of the sync differs again. Errors: 404, 403, 409 (the plan was not applied, or
 * for another resource), and those of `plan`.
 */
export async function undoPlan({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: z.output<typeof undoSchema>
}): Promise<Plan> {
  const sync = await findSync(ctx, input, 'sync-secrets')
  const connection = await connectionOf(ctx, sync)
  const needs = { projectId: sync.project_id, syncs: 'sync-secrets', connection } as const
  const { db } = ctx.services
  const plan: PlanRow | undefined =
    input.planId === undefined
      ? await selectLastApplied(db, sync.org_id, sync.id)
      : await findPlan(ctx, sync, input.planId)
  if (plan?.state !== 'applied' || plan.kind === 'take-in') throw nothingToUndo()
  if (plan.resource_id !== null && plan.resource_id !== sync.resource_id) throw planOfOther()
  const keys = await ctx.services.keyring.forOrg(sync.org_id)
  const changed = openChanges(keys, { orgId: sync.org_id, id: plan.id }, plan.changes)
  const taken = new Set(plan.rows.filter((row) => row.taken).map(({ key }) => key))
  const made = await storePlan(ctx, sync, { kind: 'undo', undoes: plan.id, needs }, (there) =>
    undoRows(changed, taken, { ...there, syncId: sync.id }),
  )
  return shapePlan(made.plan, made.warnings)
}
