import {
  type ConfigSetRow,
  countSecrets,
  countSets,
  deleteSecrets,
  holdSet,
  insertAuditEvent,
  insertVersions,
  lockOrganization,
  makeSet,
  moveSet,
  type Queryable,
  queueFollowers,
  type SealedSecretRow,
  type SetPlace,
  selectSealedSecrets,
  selectSet,
  storeSecrets,
} from '@app-connections/db'
import type { AuditAction, Secret } from '@app-connections/schemas'
import type { OrgKeys } from '@app-connections/sealing'
import { v7 as uuidv7 } from 'uuid'
import { callerAmong } from '../access/actor.ts'
import { membershipOf } from '../access/callers.ts'
import { requireSecrets } from '../access/require-project.ts'
import { tooManySecrets, tooManySets, unknownSecret } from '../failures/secrets.ts'
import type { Context } from '../procedure/context.ts'
import { standing } from '../procedure/settle.ts'
import { type Change, changesOf, keysOf, type Wanted } from './changes.ts'
import { eventOf } from './reveal.ts'
import { openValue, sealValue } from './seal.ts'
import { shapeSecret } from './shape.ts'

/** The most keys of a set. */
const mostKeys = 10_000

/** The most sets of a project. */
const mostSets = 1_000

/** An event names so many keys, and counts the others: the history has them all, and events are read by the thousand. */
const mostNamed = 100

/** What is written, with what its audit event and the history say of it. */
export interface Writing {
  readonly action: Extract<AuditAction, `secrets.${string}`>
  /** Where the values came from. */
  readonly source: 'api' | 'import' | 'sync'
  readonly wanted: readonly Wanted[]
  /** What the service itself writes is of those who have asked for it. */
  readonly askedBy?: readonly string[] | undefined
}

/**
 * Changes keys of a set, with one audit event that names them: all, or none. The first write makes the set and its
 * environment, and a run of each sync that follows the set is queued with it. Resolves with the keys as they are
 * afterwards, or as they were where they are gone; a value that came with the call is shown unless it is write-only. The
 * caller's rights are those of the moment of the write. Errors: 400 (a key is there already, or named twice; too many keys
 * or sets), 401, 403, 404 (the project; a key is not there).
 */
export async function writeSecrets(ctx: Context, place: SetPlace, writing: Writing): Promise<Secret[]> {
  const keys = await ctx.services.keyring.forOrg(place.orgId)
  const { written, followers } = await ctx.services.db
    .transaction()
    .execute((trx) => writeWithin(ctx, trx, keys, place, writing))
  if (followers > 0) ctx.services.runSyncsSoon()
  return written
}

/** The same within a transaction. Resolves with how many syncs follow the set as well: they are to be run soon. */
export async function writeWithin(
  ctx: Context,
  trx: Queryable,
  keys: OrgKeys,
  place: SetPlace,
  writing: Writing,
): Promise<{ written: Secret[]; followers: number }> {
  const named = keysOf(writing.wanted)
  const set = await heldSet(trx, place, writing.wanted)
  const makers = (await requireNow(ctx, trx, place, writing.wanted)) ?? writing.askedBy ?? []
  const present = await selectSealedSecrets(trx, { ...place, keys: named, limit: named.length })
  const changes = changesOf(writing.wanted, present)
  if (changes.length === 0) return { written: [], followers: 0 }
  const added = changes.filter((change) => change.do === 'store' && change.before === undefined).length
  if (added > 0 && added + (await countSecrets(trx, place.orgId, set.id)) > mostKeys) throw tooManySecrets(mostKeys)
  const written = changes.map((change) => rowsOf({ ctx, keys, set, source: writing.source, makers }, change))
  await deleteSecrets(
    trx,
    place.orgId,
    written.filter(({ kept }) => kept === undefined).map(({ row }) => row.id),
  )
  await storeSecrets(
    trx,
    place.orgId,
    written.flatMap(({ kept }) => kept ?? []),
  )
  await insertVersions(
    trx,
    place.orgId,
    written.map(({ version }) => version),
  )
  await moveSet(trx, place.orgId, set.id)
  const followers = await queueFollowers(trx, place.orgId, set.id)
  const keysWritten = written.map(({ row }) => row.key)
  const detail = { keys: keysWritten.slice(0, mostNamed), ...more(keysWritten.length - mostNamed) }
  await insertAuditEvent(trx, eventOf(ctx, place, writing.action, detail))
  return { written: written.map(({ row, shown }) => shapeSecret(row, place.projectId, shown)), followers }
}

function more(count: number): { more?: number } {
  return count > 0 ? { more: count } : {}
}

/**
 * Asks again what the caller may, since the call may have waited long by now. Resolves with the makers of what they write,
 * or undefined for the service itself, which does what a caller has asked for. Errors: 401, 403, 404.
 */
async function requireNow(
  ctx: Context,
  trx: Queryable,
  { orgId, projectId }: SetPlace,
  wanted: readonly Wanted[],
): Promise<string[] | undefined> {
  const caller = callerAmong(ctx.actor)
  if (caller === undefined) return undefined
  const { actor, makers } = await standing(trx, caller, ctx.request.address)
  const member = membershipOf(actor, orgId)
  const actions = { create: 'create', update: 'edit', remove: 'delete' } as const
  for (const act of new Set(wanted.map((each) => actions[each.do]))) requireSecrets(member, projectId, act)
  if (wanted.some(mayMake)) requireSecrets(member, projectId, 'create')
  return makers
}

function mayMake(wanted: Wanted): boolean {
  return wanted.do === 'create' || (wanted.do === 'update' && wanted.missing === 'create')
}

/** The set at a place, locked; made where something is to be stored in it. Errors: 400 (too many sets), 404. */
async function heldSet(trx: Queryable, place: SetPlace, wanted: readonly Wanted[]): Promise<ConfigSetRow> {
  const set = (await selectSet(trx, place)) ?? (wanted.some(mayMake) ? await newSet(trx, place) : undefined)
  if (set === undefined) throw unknownSecret(wanted[0]?.key ?? '')
  await holdSet(trx, place.orgId, set.id)
  return set
}

/** Sets of an organization are made one after another, so that they are counted right. */
async function newSet(trx: Queryable, place: SetPlace): Promise<ConfigSetRow | undefined> {
  await lockOrganization(trx, place.orgId)
  await makeSet(trx, place, { set: uuidv7(), environment: uuidv7() })
  if ((await countSets(trx, place.orgId, place.projectId)) > mostSets) throw tooManySets(mostSets)
  return selectSet(trx, place)
}

interface Writer {
  readonly ctx: Context
  readonly keys: OrgKeys
  readonly set: ConfigSetRow
  readonly source: string
  readonly makers: readonly string[]
}

/** The rows of a change: what is kept of the key, its new version, and how it is shown. */
function rowsOf({ ctx, keys, set, source, makers }: Writer, change: Change) {
  const { before } = change
  const at = ctx.services.now()
  const [id, version] = [before?.id ?? uuidv7(), (before?.version ?? 0) + 1]
  const record = { orgId: set.org_id, secretId: id, version }
  const key = change.do === 'store' ? change.key : change.before.key
  const comment = change.do === 'store' ? change.comment : change.before.comment
  const writeOnly = change.do === 'store' ? change.writeOnly : change.before.write_only
  const value = change.do === 'remove' ? undefined : (change.value ?? presentValue(keys, set, change.before))
  // A value that stays is still of those who wrote it.
  const behind = change.do === 'store' && change.value === undefined ? [...(before?.makers ?? []), ...makers] : makers
  const kept = {
    ...{ id, set_id: set.id, key, version, comment, write_only: writeOnly },
    ...{ created_at: before?.created_at ?? at, updated_at: at },
  }
  const by = { actor_type: ctx.actor.kind, actor_id: callerAmong(ctx.actor)?.id ?? null }
  const present = { ...kept, org_id: set.org_id, environment: set.environment, path: set.path, ...by }
  return {
    row: change.do === 'remove' ? { ...present, version: change.before.version } : present,
    kept: change.do === 'remove' ? undefined : kept,
    version: {
      ...{ secret_id: id, version, set_id: set.id, key, comment, source, at, ...by, makers: [...new Set(behind)] },
      value: value === undefined ? null : sealValue(keys, record, value),
    },
    shown: change.do === 'store' && !writeOnly ? change.value : undefined,
  }
}

/** A value that stays, which is sealed anew for the next version. */
function presentValue(keys: OrgKeys, { org_id: orgId }: ConfigSetRow, before: SealedSecretRow | undefined): string {
  if (before === undefined) throw new Error('a new key has a value')
  return openValue(keys, { orgId, secretId: before.id, version: before.version }, before.value)
}
