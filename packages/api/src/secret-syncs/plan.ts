import {
  type ConfigSyncRow,
  insertAuditEvent,
  insertPlan,
  type PlanRow,
  selectClaims,
  selectPlan,
} from '@app-connections/db'
import { appSchema, type Plan, syncOptionsSchema } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import { noConfig, releaseUnderWay } from '../failures/secret-syncs.ts'
import type { MemberContext } from '../procedure/context.ts'
import { masked, sealChanges } from './digest.ts'
import { syncEvent } from './event.ts'
import { connectionOf, findSync } from './find.ts'
import { readResource } from './reach.ts'
import { changes, type Given, type Row, syncRows } from './rows.ts'
import { shapePlan } from './shape.ts'
import { checkedBy, wantedOf } from './source.ts'

/**
 * Plans what a sync would change at its resource now, and stores that for `apply`. Reads the resource once and changes
 * nothing. Errors: 404, 403, 400 (the set cannot be read whole; keys or sizes that the platform does not take; a refused
 * credential; the resource is gone), 409 (a release is under way), 502, 503, 504 (the platform).
 */
export async function planSync({ ctx, input }: { ctx: MemberContext; input: { syncId: string } }): Promise<Plan> {
  const sync = await findSync(ctx, input, 'sync-secrets')
  await connectionOf(ctx, sync)
  const wanted = await wantedOf(ctx.services, sync)
  const { initialSyncBehavior, disableSecretDeletion = false } = syncOptionsSchema.parse(sync.options)
  const takesOver = initialSyncBehavior === 'overwrite-destination'
  return storePlan(ctx, sync, { kind: 'sync', undoes: null }, (there) =>
    syncRows({ ...there, syncId: sync.id, wanted, takesOver, deletes: !disableSecretDeletion }),
  )
}

/** Reads the resource of a sync, and stores what `rowsOf` makes of it as a plan. */
export async function storePlan(
  ctx: MemberContext,
  sync: ConfigSyncRow,
  kind: Pick<PlanRow, 'kind' | 'undoes'>,
  rowsOf: (there: Pick<Given, 'present' | 'claims'>) => Row[],
): Promise<Plan> {
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
  await insertPlan(db, {
    ...{ id, org_id: sync.org_id, sync_id: sync.id, ...kind, state: 'planned', made_by: ctx.actor.id },
    ...{ set_revision: sync.revision, release: release.version },
    rows: JSON.stringify(rows.map((row) => masked(keys, row))),
    changes: sealChanges(keys, { orgId: sync.org_id, id }, changed),
    ...{ under_way_until: null, release_made: null, applied_at: null },
  })
  const stored = await selectPlan(db, sync.org_id, { syncId: sync.id, id })
  if (stored === undefined) throw new Error('the plan was just stored')
  return shapePlan(stored, warnings)
}
