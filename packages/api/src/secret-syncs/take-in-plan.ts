import { beginPlan, endPlan, insertAuditEvent, noteKnown, releaseKeys } from '@app-connections/db'
import { type Plan, secretKeySchema, secretValueSchema } from '@app-connections/schemas'
import { keysNotStored, planEnded } from '../failures/secret-syncs.ts'
import type { Context } from '../procedure/context.ts'
import type { Wanted } from '../secrets/changes.ts'
import { writeWithin } from '../secrets/write.ts'
import type { Applying, How } from './carry-out.ts'
import { syncEvent } from './event.ts'
import { findPlan } from './find.ts'
import { keyNames } from './key-names.ts'
import { requireNow } from './require-now.ts'
import { requireSame } from './require-same.ts'
import { knownAfter } from './settle-plan.ts'
import { shapePlan } from './shape.ts'

/**
 * Takes into the set what a plan to take in has found at the resource: all, or nothing, and nothing is sent. Errors: 409
 * (the set or the sync has changed since), 400 (what a set cannot hold), 401, 403.
 */
export async function takeInPlan(ctx: Context, applying: Applying, { needs }: How): Promise<Plan> {
  const { sync, plan, rows, changed } = applying
  const { db, keyring } = ctx.services
  const { here } = keyNames(sync)
  const resource = { orgId: sync.org_id, app: sync.app, resourceId: sync.resource_id }
  const place = { orgId: sync.org_id, projectId: sync.project_id, environment: sync.environment, path: sync.path }
  const wanted = [...changed].flatMap(([name, { after: value }]): Wanted[] => {
    const key = here(name)
    if (key === undefined) return []
    return value === undefined ? [{ do: 'remove', key }] : [{ do: 'update', key, value, missing: 'refuse' }]
  })
  const unfit = wanted.filter(
    (each) =>
      !secretKeySchema.safeParse(each.key).success ||
      (each.do === 'update' && !secretValueSchema.safeParse(each.value).success),
  )
  if (unfit.length > 0) throw keysNotStored(unfit.map(({ key }) => key))
  const keys = await keyring.forOrg(sync.org_id)
  let followers = 0
  await db.transaction().execute(async (trx) => {
    await requireSame(trx, sync, plan)
    if (needs !== undefined) await requireNow(ctx, trx, sync.org_id, { ...needs, secrets: ['edit', 'delete'] })
    if (!(await beginPlan(trx, sync.org_id, plan.id))) throw planEnded()
    const writing = { action: 'secrets.updateMany', source: 'sync', wanted } as const
    followers = (await writeWithin(ctx, trx, keys, place, writing)).followers
    const outcome = [...changed.keys()].map((key) => ({ key, holds: 'new' as const }))
    const end = { state: 'applied', outcome: JSON.stringify(outcome) }
    await endPlan(trx, sync.org_id, { id: plan.id, from: 'sending' }, end)
    const gone = [...changed].flatMap(([key, { after }]) => (after === undefined ? [key] : []))
    await releaseKeys(trx, resource, sync.id, gone)
    await noteKnown(trx, resource, sync.id, knownAfter(rows, outcome))
    const named = rows.filter(({ key }) => changed.has(key)).map(({ key, action }) => `${action} ${key}`)
    await insertAuditEvent(trx, syncEvent(ctx, sync, 'secretSyncs.applyPlan', { planId: plan.id, takenIn: named }))
  })
  if (followers > 0) ctx.services.runSyncsSoon()
  return shapePlan(await findPlan(ctx, sync, plan.id))
}
