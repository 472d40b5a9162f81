import { type ConfigSyncRow, claimKeys, insertAuditEvent, noteKnown, selectClaims } from '@app-connections/db'
import { type ImportSecrets, secretKeySchema, secretValueSchema } from '@app-connections/schemas'
import { keysNotStored, setIncomplete } from '../failures/secret-syncs.ts'
import type { Context } from '../procedure/context.ts'
import { openSet } from '../secrets/open-set.ts'
import { writeSecrets } from '../secrets/write.ts'
import { digestBy } from './digest.ts'
import { syncEvent } from './event.ts'
import { keyNames } from './key-names.ts'
import { readResource } from './reach.ts'
import { openSource } from './source.ts'

/** What is imported, and who is behind that. */
interface Importing {
  readonly importBehavior: ImportSecrets['importBehavior']
  readonly askedBy: readonly string[]
}

/**
 * Takes the values of a sync's resource into its set, each as a version of its key, and makes these keys the sync's. Keys
 * that are attached, hidden, empty or another sync's stay out, and so do those that the key schema does not name. Where
 * both have a key, `prioritize-destination` takes the value of the resource. Resolves with how many values were taken.
 * Errors: 400 (a value of the set does not open, a key that a set cannot hold, too many keys), and the platform's.
 */
export async function takeIn(
  ctx: Context,
  sync: ConfigSyncRow,
  { importBehavior, askedBy }: Importing,
): Promise<number> {
  const { db } = ctx.services
  const resource = { orgId: sync.org_id, app: sync.app, resourceId: sync.resource_id }
  const place = { orgId: sync.org_id, projectId: sync.project_id, environment: sync.environment, path: sync.path }
  const digestOf = digestBy(await ctx.services.keyring.forOrg(sync.org_id))
  const { values } = await readResource(ctx, sync)
  const others = new Set(
    (await selectClaims(db, resource)).filter((own) => own.syncId !== sync.id).map(({ key }) => key),
  )
  const names = keyNames(sync)
  const found = values.flatMap(({ key: name, value, attached }) => {
    const key = names.here(name)
    return key === undefined || !value || attached || others.has(name) ? [] : [{ name, key, value }]
  })
  const unfit = found.filter(
    ({ key, value }) => !secretKeySchema.safeParse(key).success || !secretValueSchema.safeParse(value).success,
  )
  if (unfit.length > 0) throw keysNotStored(unfit.map(({ name }) => name))
  const [own, all] = [await openSet(ctx.services, place), await openSource(ctx.services, sync)]
  if (all.broken.length > 0) throw setIncomplete(all.broken)
  const taken = found.filter(({ key, value }) => {
    // A key of a set below stays there: a second one of its name would make the source ambiguous.
    if (!all.values.has(key)) return true
    const present = own.values.get(key)
    return present !== undefined && importBehavior === 'prioritize-destination' && present !== value
  })
  if (taken.length > 0) {
    const wanted = taken.map(({ key, value }) => ({ do: 'update', key, value, missing: 'create' }) as const)
    await writeSecrets(ctx, place, { action: 'secrets.updateMany', source: 'sync', wanted, askedBy })
  }
  await db.transaction().execute(async (trx) => {
    const claimed = found.map(({ name }) => name)
    const lost = new Set(await claimKeys(trx, resource, sync.id, claimed))
    const keys = claimed.filter((name) => !lost.has(name))
    const known = found.filter(({ name }) => !lost.has(name)).map(({ name, value }) => [name, digestOf(value)] as const)
    await noteKnown(trx, resource, sync.id, new Map(known))
    await insertAuditEvent(trx, syncEvent(ctx, sync, 'secretSyncs.importSecrets', { importBehavior, taken: keys }))
  })
  return taken.length
}
