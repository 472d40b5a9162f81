import { type ConfigSyncRow, type Queryable, selectAuthors } from '@app-connections/db'
import { syncOptionsSchema } from '@app-connections/schemas'
import { keyNames } from './key-names.ts'

/**
 * Who is behind a plan that nobody has asked for: whoever wrote the values that it would set, or deleted them; where
 * these are the same as before, whoever decided what the sync does. `names` are those at the resource.
 */
export async function authorsOf(db: Queryable, sync: ConfigSyncRow, names: readonly string[]): Promise<string[]> {
  const { recursive: below = false } = syncOptionsSchema.parse(sync.options)
  const { here } = keyNames(sync)
  const place = { orgId: sync.org_id, projectId: sync.project_id, environment: sync.environment, path: sync.path }
  const keys = names.flatMap((name) => here(name) ?? [])
  const authors = await selectAuthors(db, place, { keys, below })
  return authors.length > 0 ? authors : [...sync.makers]
}
