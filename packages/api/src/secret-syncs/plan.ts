import {
  type ConfigSyncRow,
  holdSync,
  insertAuditEvent,
  insertPlan,
  type PlanRow,
  selectClaims,
  selectPlan,
} from '@app-connections/db'
import type { ConfigValue } from '@app-connections/providers'
import { appSchema, type Plan, syncOptionsSchema } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import { callerAmong } from '../access/actor.ts'
import { noConfig, releaseUnderWay, unknownSync } from '../failures/secret-syncs.ts'
import type { Context, MemberContext } from '../procedure/context.ts'
import { authorsOf } from './authors.ts'
import { hashOf, masked, sealChanges } from './digest.ts'
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
  const needs = { projectId: sync.project_id, syncs: 'sync-secrets', connection } as const
  const { plan, warnings } = await planFor(ctx, sync, { needs })
  return shapePlan(plan, warnings)
}

type SyncRef = Parameters<typeof findSync>[1]

/** For whom a plan is made. */
interface For {
  /** What whoever asks for it needs to be allowed still when it is stored. */
  readonly needs?: Needs | undefined
  /** Who has asked for the run that makes it. None: it follows a change, and is of those who wrote what it sets. */
  readonly askedBy?: readonly string[] | undefined
  /** Whether it is also of those who wrote what it sets. */
  readonly authors?: boolean | undefined
}

/** A plan for some of the keys that the set has, of those that the resource has such values of. */
interface Part {
  readonly kind: 'sync' | 'put-back'
  readonly only: (values: readonly ConfigValue[]) => ReadonlySet<string>
}

/** The same for whoever may already. */
export async function planFor(
  ctx: Context,
  sync: ConfigSyncRow,
  { kind = 'sync', only, ...by }: For & Partial<Part>,
): Promise<Made> {
  const wanted = await wantedOf(ctx.services, sync)
  const { initialSyncBehavior, disableSecretDeletion, deleteForeignSecrets } = syncOptionsSchema.parse(sync.options)
  const takesOver = initialSyncBehavior === 'overwrite-destination'
  const names = keyNames(sync)
  const { config: rules } = ctx.services.providers.of(appSchema.parse(sync.app))
  // Keys that the platform lets nobody set are its own, and it refuses the whole change where they are deleted.
  const mayGo = (key: string) => names.here(key) !== undefined && rules?.takes(key) === true
  const deletesForeign = (key: string) => deleteForeignSecrets === true && mayGo(key)
  return storePlan(ctx, sync, { kind, undoes: null, ...by }, (there) => {
    const given = { ...there, syncId: sync.id, wanted, takesOver, deletesForeign }
    const rows = syncRows({ ...given, deletes: disableSecretDeletion !== true })
    const chosen = only?.(there.present)
    return chosen === undefined ? rows : rows.filter(({ key }) => chosen.has(key) && wanted.has(key))
  })
}

/** Plans to delete all keys that a sync owns at its resource. */
export function planRemoval(ctx: Context, sync: ConfigSyncRow, by: For): Promise<Made> {
  return storePlan(ctx, sync, { kind: 'remove', undoes: null, ...by }, (there) =>
    removalRows({ ...there, syncId: sync.id }),
  )
}

/** Reads the resource of a sync, and stores what `rowsOf` makes of it as a plan. */
export async function storePlan(
  ctx: Context,
  sync: ConfigSyncRow,
  { needs, askedBy, authors = askedBy === undefined, kind, undoes }: Pick<PlanRow, 'kind' | 'undoes'> & For,
  rowsOf: (there: Pick<Given, 'present' | 'claims'>) => Row[],
): Promise<Made> {
  const { db, keyring, providers } = ctx.services
  const app = appSchema.parse(sync.app)
  const rules = providers.of(app).config
  if (rules === undefined) throw noConfig(app)
  const id = uuidv7()
  await insertAuditEvent(db, syncEvent(ctx, sync, 'secretSyncs.plan', { planId: id, kind, opened: true }))
  const { release, values } = await readResource(ctx, sync)
  if (release.status === 'pending') throw releaseUnderWay()
  const claims = await selectClaims(db, { orgId: sync.org_id, app: sync.app, resourceId: sync.resource_id })
  const rows = rowsOf({ present: values, claims: new Map(claims.map(({ key, syncId }) => [key, syncId])) })
  const warnings = checkedBy(rules, app, rows)
  const keys = await keyring.forOrg(sync.org_id)
  const changed = new Map(rows.filter(changes).map(({ key, before, after }) => [key, { before, after }]))
  const bound = {
    ...{ id, org_id: sync.org_id, sync_id: sync.id, kind, undoes },
    ...{ set_revision: sync.revision, sync_version: sync.version, resource_id: sync.resource_id },
    release: release.version,
  }
  const shown = rows.map((row) => masked(keys, row))
  const row = {
    ...{ ...bound, state: 'planned', made_by: callerAmong(ctx.actor)?.id ?? null },
    hash: hashOf(keys, bound, shown, changed),
    rows: JSON.stringify(shown),
    changes: sealChanges(keys, { orgId: sync.org_id, id }, changed),
    ...{ under_way_until: null, release_made: null, applied_at: null },
  }
  await db.transaction().execute(async (trx) => {
    if (!(await holdSync(trx, sync.org_id, sync.id))) throw unknownSync(sync.id)
    const asking = needs === undefined ? [] : await requireNow(ctx, trx, sync.org_id, needs)
    const written = needs === undefined && authors ? await authorsOf(trx, sync, [...changed.keys()]) : []
    await insertPlan(trx, { ...row, makers: [...new Set([...asking, ...(askedBy ?? []), ...written])] })
  })
  const plan = await selectPlan(db, sync.org_id, { syncId: sync.id, id })
  if (plan === undefined) throw new Error('the plan was just stored')
  return { plan, warnings }
}
