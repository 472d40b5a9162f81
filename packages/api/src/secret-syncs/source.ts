import type { ConfigSyncRow } from '@app-connections/db'
import type { ConfigRules } from '@app-connections/providers'
import { type App, syncOptionsSchema } from '@app-connections/schemas'
import { configTooLarge, keysNotTaken, pathsClash, setIncomplete } from '../failures/secret-syncs.ts'
import { type OpenedSet, openSet } from '../secrets/open-set.ts'
import type { Services } from '../services/services.ts'
import { keyNames } from './key-names.ts'
import type { Row } from './rows.ts'

/** Opens the set of a sync, with those below it where the sync takes these too. */
export function openSource(services: Services, sync: ConfigSyncRow): Promise<OpenedSet> {
  const { recursive: below = false } = syncOptionsSchema.parse(sync.options)
  const place = { orgId: sync.org_id, projectId: sync.project_id, environment: sync.environment, path: sync.path }
  return openSet(services, place, below)
}

/**
 * The values of a sync's set under the names that they have at the resource. Errors: 400 (a value does not open: nothing is
 * planned with a part of a set, since what is missing would look deleted; a key stands at more than one path).
 */
export async function wantedOf(services: Services, sync: ConfigSyncRow): Promise<ReadonlyMap<string, string>> {
  const { values, broken, clashes } = await openSource(services, sync)
  if (broken.length > 0) throw setIncomplete(broken)
  if (clashes.length > 0) throw pathsClash(clashes)
  const names = keyNames(sync)
  return new Map([...values].map(([key, value]) => [names.there(key), value]))
}

/**
 * What is wrong with what a plan would set, before anything is sent. Resolves with warnings. Errors: 400 (keys that the
 * platform does not take; more than it takes together).
 */
export function checkedBy(rules: ConfigRules, app: App, rows: readonly Row[]): string[] {
  const set = rows.filter(({ action }) => action === 'add' || action === 'change')
  const strange = set.filter(({ key }) => !rules.takes(key)).map(({ key }) => key)
  if (strange.length > 0) throw keysNotTaken(app, strange)
  const bytes = rows
    .filter(({ action }) => action !== 'remove')
    .reduce((sum, { key, after = '' }) => sum + Buffer.byteLength(key) + Buffer.byteLength(after), 0)
  if (set.length > 0 && bytes > rules.bytes.most) throw configTooLarge(app, rules.bytes.most / 1_024)
  return bytes > rules.bytes.warn
    ? [
        `Keys and values take ${Math.ceil(bytes / 1_024)} kB together; more than ${rules.bytes.warn / 1_024} kB may be refused.`,
      ]
    : []
}
