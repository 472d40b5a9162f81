import type { ConfigPlanRow, PlanRow } from '@app-connections/db'
import { fingerprint, type OrgKeys, open, seal } from '@app-connections/sealing'
import * as z from 'zod'
import type { Changed, Row } from './rows.ts'

const purpose = 'config-plan'

/** How much of a keyed fingerprint is shown of a value: enough to see that two are alike. */
const shownDigits = 12

/** What is shown of a value: alike for values that are alike. */
export function digestBy(keys: OrgKeys): (value: string) => string {
  return (value) => fingerprint(keys.fingerprintKey, { purpose: 'config-value', value }).slice(0, shownDigits)
}

/** A row without values: a digest of each, keyed by the organization, so that it is of no use elsewhere. */
export function masked(keys: OrgKeys, { key, action, owner, ownerId, before, after, taken }: Row): ConfigPlanRow {
  const digestOf = digestBy(keys)
  const digest = (value: string | undefined) => (value === undefined ? null : digestOf(value))
  return { key, action, owner, ownerId, before: digest(before), after: digest(after), taken }
}

/** A hash of all that a plan would do, and of what it is bound to: an approval of it is for nothing else. */
export function hashOf(
  keys: OrgKeys,
  plan: Pick<PlanRow, 'id' | 'sync_id' | 'kind' | 'resource_id' | 'release' | 'set_revision' | 'sync_version'>,
  rows: readonly ConfigPlanRow[],
  changed: ReadonlyMap<string, Changed>,
): string {
  const { id, sync_id: syncId, kind, resource_id: resource, release, set_revision: set, sync_version: version } = plan
  return fingerprint(keys.fingerprintKey, {
    ...{ purpose: 'config-plan-hash', id, syncId, kind, resource, release, set, version },
    rows: rows.map(({ key, action, owner, ownerId, before, after, taken }) => [
      ...[key, action, owner, ownerId, before, after, taken],
    ]),
    changes: triplesOf(changed),
  })
}

function triplesOf(changed: ReadonlyMap<string, Changed>): (string | null)[][] {
  return [...changed].map(([key, { before, after }]) => [key, before ?? null, after ?? null])
}

const changesSchema = z.array(z.tuple([z.string(), z.string().nullable(), z.string().nullable()]))

/** What a plan changes, sealed for it alone. */
export function sealChanges(
  keys: OrgKeys,
  plan: { orgId: string; id: string },
  changed: ReadonlyMap<string, Changed>,
): Buffer {
  return seal(keys.current, contextOf(plan), Buffer.from(JSON.stringify(triplesOf(changed))))
}

export function openChanges(keys: OrgKeys, plan: { orgId: string; id: string }, sealed: Uint8Array) {
  const triples = changesSchema.parse(JSON.parse(open(keys.byId, contextOf(plan), sealed).toString('utf8')))
  return new Map(
    triples.map(([key, before, after]): [string, Changed] => [
      key,
      { before: before ?? undefined, after: after ?? undefined },
    ]),
  )
}

function contextOf({ orgId, id }: { orgId: string; id: string }) {
  return { purpose, orgId, recordId: id, revision: 1 }
}
