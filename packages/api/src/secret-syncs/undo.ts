import type { Plan } from '@app-connections/schemas'
import { nothingToUndo } from '../failures/secret-syncs.ts'
import type { MemberContext } from '../procedure/context.ts'
import { openChanges } from './digest.ts'
import { connectionOf, findPlan, findSync } from './find.ts'
import { storePlan } from './plan.ts'
import { undoRows } from './rows.ts'

/**
 * Plans to put back what stood at the resource before an applied plan; `apply` carries it out. The set stays as it is, so
 * that the next plan of the sync differs again. Errors: 404, 403, 409 (the plan was not applied), and those of `plan`.
 */
export async function undoPlan({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { syncId: string; planId: string }
}): Promise<Plan> {
  const sync = await findSync(ctx, input, 'sync-secrets')
  await connectionOf(ctx, sync)
  const plan = await findPlan(ctx, sync, input.planId)
  if (plan.state !== 'applied') throw nothingToUndo()
  const keys = await ctx.services.keyring.forOrg(sync.org_id)
  const changed = openChanges(keys, { orgId: sync.org_id, id: plan.id }, plan.changes)
  const taken = new Set(plan.rows.filter((row) => row.taken).map(({ key }) => key))
  return storePlan(ctx, sync, { kind: 'undo', undoes: plan.id }, (there) =>
    undoRows(changed, taken, { ...there, syncId: sync.id }),
  )
}
