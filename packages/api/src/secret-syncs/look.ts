import {
  type ConfigSyncRow,
  holdSync,
  insertAuditEvent,
  insertNotice,
  isUnderWay,
  putOffLook,
  type Queryable,
  selectDrift,
  selectKnown,
  selectStamp,
  storeLook,
} from '@app-connections/db'
import type { ConfigRelease } from '@app-connections/providers'
import type { Drift } from '@app-connections/schemas'
import { open, seal } from '@app-connections/sealing'
import { unknownSync } from '../failures/secret-syncs.ts'
import type { Context } from '../procedure/context.ts'
import { digestBy } from './digest.ts'
import { type Drifted, driftedKeys, releaseOf, shapeDrift } from './drift.ts'
import { driftNotice, hashOfDrift } from './drift-notice.ts'
import { syncEvent } from './event.ts'
import { reachOf } from './reach.ts'
import { type Needs, requireNow } from './require-now.ts'

/** A look that meets a change of the sync itself is made again after so long, in seconds. */
const soonSeconds = 60

/**
 * Looks whether somebody else has changed keys of a sync at its resource, stores that, and tells it once. One call where
 * nothing has changed there. `needs`: what whoever asks for it needs to be allowed still; the service itself looks by its
 * schedule. `seconds`: after how long the next look is due. Errors: the platform's, and those of rights.
 */
export async function look(
  ctx: Context,
  sync: ConfigSyncRow,
  { needs, seconds }: { readonly needs?: Needs; readonly seconds: number },
): Promise<Drift> {
  const { db, keyring } = ctx.services
  const { org_id: orgId, id } = sync
  const keys = await keyring.forOrg(orgId)
  const context = { purpose: 'config-tag', orgId, recordId: id, revision: 1 }
  const [before, stamp] = [await selectDrift(db, orgId, id), await selectStamp(db, orgId, id)]
  const tag = before?.tag == null ? null : open(keys.byId, context, before.tag).toString('utf8')
  const seen = await reachOf(ctx, sync, { repeatable: true }, async (config, resource, deadline) => {
    const changed = await config.look(resource, tag, deadline)
    if (changed === null) return null
    return { ...changed, releases: await config.releasesAfter(resource, before?.clean_release ?? 0, deadline) }
  })
  let told = false
  await db.transaction().execute(async (trx) => {
    if (!(await holdSync(trx, orgId, id))) throw unknownSync(id)
    if (needs !== undefined) await requireNow(ctx, trx, orgId, needs)
    if (needs !== undefined) await insertAuditEvent(trx, syncEvent(ctx, sync, 'secretSyncs.look'))
    const moved = stamp === undefined || (await selectStamp(trx, orgId, id)) !== stamp
    // What was read may be of before a change of the sync's own, or of after it.
    if (moved || (await isUnderWay(trx, orgId, id))) return putOffLook(trx, orgId, id, soonSeconds)
    if (seen === null) return storeLook(trx, orgId, id, { message: null }, seconds)
    const known = await selectKnown(trx, { orgId, app: sync.app, resourceId: sync.resource_id }, id)
    const found = driftedKeys(known, seen.values, digestBy(keys))
    const sealedTag = seen.tag === null ? null : seal(keys.current, context, Buffer.from(seen.tag))
    const drift = storedDrift(found, seen.releases, digestBy(keys))
    const hash = found.length === 0 ? null : hashOfDrift(drift.found)
    await storeLook(trx, orgId, id, { ...drift, tag: sealedTag, message: null, told: hash }, seconds)
    if (hash === null || hash === before?.told) return
    told = true
    await tell(ctx, trx, sync, drift)
  })
  if (told) ctx.services.sendNoticesSoon()
  return shapeDrift(id, await selectDrift(db, orgId, id))
}

/** What is stored of a look: what was changed, and the releases since nothing was. */
function storedDrift(
  found: readonly Drifted[],
  releases: readonly ConfigRelease[],
  digestOf: (value: string) => string,
) {
  const latest = releases[0]?.version
  const rows = found.map(({ there, ...row }) => ({
    ...row,
    there: there === undefined ? null : digestOf(there),
    release: releaseOf(row.key, releases),
  }))
  const clean = found.length === 0
  return {
    found: rows,
    releases: clean ? [] : releases.map(({ version, description, by, at }) => ({ version, description, by, at })),
    ...(latest === undefined ? {} : { release: latest, ...(clean ? { clean_release: latest } : {}) }),
  }
}

async function tell(ctx: Context, trx: Queryable, sync: ConfigSyncRow, drift: ReturnType<typeof storedDrift>) {
  await insertNotice(trx, driftNotice(sync, drift, ctx.services.now()))
  const keys = drift.found.map(({ key, change }) => `${change} ${key}`)
  await insertAuditEvent(trx, syncEvent(ctx, sync, 'secretSyncs.drifted', { keys, releases: drift.releases }))
}
