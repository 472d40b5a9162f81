import { selectPlans, selectSyncs } from '@app-connections/db'
import {
  appName,
  type listSyncsSchema,
  type Plan,
  type planRefSchema,
  type Sync,
  type SyncOption,
  syncApps,
  type syncNameRefSchema,
  type syncRefSchema,
} from '@app-connections/schemas'
import type * as z from 'zod'
import { requireSyncs } from '../access/require-project.ts'
import type { CallerContext, MemberContext } from '../procedure/context.ts'
import { wholeList } from '../procedure/long-answer.ts'
import { findPlan, findSync, findSyncByName } from './find.ts'
import { shapePlan, shapeSync } from './shape.ts'

interface Asked<Input extends z.ZodType> {
  readonly ctx: MemberContext
  readonly input: z.output<Input>
}

/** What can be synced to, by name. */
export async function syncOptions(_: { ctx: CallerContext }): Promise<SyncOption[]> {
  return syncApps
    .map((app) => ({ name: appName(app), connection: app, destination: app, canImportSecrets: true }))
    .sort((one, other) => one.name.localeCompare(other.name, 'en'))
}

/** The syncs of a project by name, to one app or to all. Errors: 404 (the project), 429. */
export async function listSyncs({ ctx, input }: Asked<typeof listSyncsSchema>): Promise<Sync[]> {
  const { member, services } = ctx
  const { projectId, destination: app } = input
  requireSyncs(member, projectId, 'read')
  return wholeList(ctx, (limit) => selectSyncs(services.db, member.orgId, { projectId, app }, limit), shapeSync)
}

/** One sync. Errors: 404, 400 (it is to another app than the named one). */
export async function getSync({ ctx, input }: Asked<typeof syncRefSchema>): Promise<Sync> {
  return shapeSync(await findSync(ctx, input, 'read'))
}

/** One sync of a project by its name. Errors: 404, 400 (it is to another app than the named one). */
export async function getSyncByName({ ctx, input }: Asked<typeof syncNameRefSchema>): Promise<Sync> {
  return shapeSync(await findSyncByName(ctx, input))
}

/** The most plans that are shown. */
const mostShown = 100

/** The latest plans of a sync, newest first, with how each ended. Errors: 404. */
export async function planHistory({ ctx, input }: Asked<typeof syncRefSchema>): Promise<{ plans: Plan[] }> {
  const sync = await findSync(ctx, input, 'read')
  const plans = await selectPlans(ctx.services.db, sync.org_id, sync.id, mostShown)
  return { plans: plans.map((plan) => shapePlan(plan)) }
}

/** One plan of a sync. Errors: 404. */
export async function getPlan({ ctx, input }: Asked<typeof planRefSchema>): Promise<Plan> {
  const sync = await findSync(ctx, input, 'read')
  return shapePlan(await findPlan(ctx, sync, input.planId))
}
