import {
  type ConfigSyncRow,
  holdSync,
  insertAuditEvent,
  insertPlan,
  type PlanRow,
  selectClaims,
  selectPlan,
} from '@app-connections/db'
import { appSchema, type Plan, syncOptionsSchema } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import { callerAmong } from '../access/actor.ts'
import { noConfig, releaseUnderWay, unknownSync } from '../failures/secret-syncs.ts'
import type { Context, MemberContext } from '../procedure/context.ts'
import { masked, sealChanges } from './digest.ts'
import { syncEvent } from './event.ts'
import { connectionOf, findSync } from './find.ts'
import { keyNames } from './key-names.ts'
import { readResource } from './reach.ts'
import { type Needs, requireNow } from './require-now.ts'
import { changes, type Given, type Row, removalRows, syncRows } from './rows.ts'
import { shapePlan } from './shape.ts'
import { checkedBy, wantedOf } from './source.ts'

/** A plan that was just stored, with what its caller should know. */
interface Made {
  readonly plan: PlanRow
  readonly warnings: readonly string[]
}

/**
 * Plans what a sync would change at its resource now, and stores that for `apply`. Reads the resource once and changes
 * nothing. Errors: 404, 403, 400 (the set cannot be read whole; keys or sizes that the platform does not take; a refused
 * credential; the resource is gone), 409 (a release is under way), 502, 503, 504 (the platform).
 */
export async function planSync({ ctx, input }: { ctx: MemberContext; input: SyncRef }): Promise<Plan> {
  const sync = await findSync(ctx, input, 'sync-secrets')
  const connection = await connectionOf(ctx, sync)
  const { plan, warnings } = await planFor(ctx, sync, { projectId: sync.project_id, syncs: 'sync-secrets', connection })
  return shapePlan(plan, warnings)
}

type SyncRef = Parameters<typeof findSync>[1]

/** The same for whoever may already. `needs`: what must be allowed still when the plan is stored. */
export async function planFor(ctx: Context, sync: ConfigSyncRow, needs?: Needs): Promise<Made> {
  const wanted = await wantedOf(ctx.services, sync)
  const { initialSyncBehavior, disableSecretDeletion, deleteForeignSecrets } = syncOptionsSchema.parse(sync.options)
  const takesOver = initialSyncBehavior === 'overwrite-destination'
  const names = keyNames(sync)
  const { config: rules } = ctx.services.providers.of(appSchema.parse(sync.app))
  // Keys that the platform lets nobody set are its own, and it refuses the whole change where they are deleted.
  const mayGo = (key: string) => names.here(key) !== undefined && rules?.takes(key) === true
  const deletesForeign = (key: string) => deleteForeignSecrets === true && mayGo(key)
  return storePlan(ctx, sync, { kind: 'sync', undoes: null, needs }, (there) =>
    syncRows({ ...there, syncId: sync.id, wanted, takesOver, deletes: disableSecretDeletion !== true, deletesForeign }),
  )
}

/** Plans to delete all keys that a sync owns at its resource. */
export function planRemoval(ctx: Context, sync: ConfigSyncRow): Promise<Made> {
  return storePlan(ctx, sync, { kind: 'remove', undoes: null }, (there) => removalRows({ ...there, syncId: sync.id }))
}

/** Reads the resource of a sync, and stores what `rowsOf` makes of it as a plan. */
export async function storePlan(
  ctx: Context,
  sync: ConfigSyncRow,
  { needs, ...kind }: Pick<PlanRow, 'kind' | 'undoes'> & { needs?: Needs | undefined },
  rowsOf: (there: Pick<Given, 'present' | 'claims'>) => Row[],
): Promise<Made> {
  const { db, keyring, providers } = ctx.services
  const app = appSchema.parse(sync.app)
  const rules = providers.of(app).config
  if (rules === undefined) throw noConfig(app)
  const id = uuidv7()
  await insertAuditEvent(db, syncEvent(ctx, sync, 'secretSyncs.plan', { planId: id, kind: kind.kind, opened: true }))
  const { release, values } = await readResource(ctx, sync)
  if (release.status === 'pending') throw releaseUnderWay()
  const claims = await selectClaims(db, { orgId: sync.org_id, app: sync.app, resourceId: sync.resource_id })
  const rows = rowsOf({ present: values, claims: new Map(claims.map(({ key, syncId }) => [key, syncId])) })
  const warnings = checkedBy(rules, app, rows)
  const keys = await keyring.forOrg(sync.org_id)
  const changed = new Map(rows.filter(changes).map(({ key, before, after }) => [key, { before, after }]))
  const row = {
    ...{ id, org_id: sync.org_id, sync_id: sync.id, ...kind, state: 'planned' },
    made_by: callerAmong(ctx.actor)?.id ?? null,
    ...{ set_revision: sync.revision, sync_version: sync.version, resource_id: sync.resource_id },
    release: release.version,
    rows: JSON.stringify(rows.map((row) => masked(keys, row))),
    changes: sealChanges(keys, { orgId: sync.org_id, id }, changed),
    ...{ under_way_until: null, release_made: null, applied_at: null },
  }
  await db.transaction().execute(async (trx) => {
    if (!(await holdSync(trx, sync.org_id, sync.id))) throw unknownSync(sync.id)
    if (needs !== undefined) await requireNow(ctx, trx, sync.org_id, needs)
    await insertPlan(trx, row)
  })
  const plan = await selectPlan(db, sync.org_id, { syncId: sync.id, id })
  if (plan === undefined) throw new Error('the plan was just stored')
  return { plan, warnings }
}
