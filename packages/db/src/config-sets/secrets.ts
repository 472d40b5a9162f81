import { type Insertable, type Selectable, sql } from 'kysely'
import type { Queryable } from '../engine/database.ts'
import type { Tables } from '../tables/index.ts'
import type { OrgId } from '../tables/org-id.ts'
import type { SetPlace } from './sets.ts'

/** A key of a set without its value. */
type ConfigSecretRow = Selectable<Tables['config_secrets']>

/** A key with its present value, sealed, and where it is. */
export interface SealedSecretRow extends ConfigSecretRow {
  value: Buffer
  environment: string
  path: string
  actor_type: string
  actor_id: string | null
  /** Those behind its present value. */
  makers: string[]
}

export type ConfigVersionRow = Selectable<Tables['config_versions']>

/** Which keys: those of the set at a place, with `below` also those of all sets below it, or of them those named. */
export interface SecretFilter extends SetPlace {
  below?: boolean
  keys?: readonly string[]
  limit: number
}

/** Keys with their sealed values, by path and key. */
export async function selectSealedSecrets(db: Queryable, filter: SecretFilter): Promise<SealedSecretRow[]> {
  return wanted(db, filter)
    .selectAll('k')
    .select(['s.path', 'e.slug as environment', 'v.actor_type', 'v.actor_id', 'v.makers'])
    .select(sql<Buffer>`v.value`.as('value'))
    .orderBy(sql`s.path collate "C"`)
    .orderBy(sql`k.key collate "C"`)
    .limit(filter.limit)
    .execute()
}

/** A key as a list shows it: without its value, and with the number of keys on all pages of the list. */
export interface ListedSecretRow extends Omit<SealedSecretRow, 'value' | 'makers'> {
  total: number
}

/** Keys of a set by name, `offset` of them left out; each of `words` is in their name or comment, in any case. */
export async function selectSecretPage(
  db: Queryable,
  { words, offset, ...filter }: SecretFilter & { words: readonly string[]; offset: number },
): Promise<ListedSecretRow[]> {
  let query = wanted(db, filter)
  for (const word of words) {
    // `%`, `_` and `\` are ordinary characters in a search.
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`
    query = query.where((where) => where.or([where('k.key', 'ilike', pattern), where('k.comment', 'ilike', pattern)]))
  }
  return query
    .selectAll('k')
    .select(['s.path', 'e.slug as environment', 'v.actor_type', 'v.actor_id'])
    .select(sql<number>`count(*) over ()::int`.as('total'))
    .orderBy(sql`k.key collate "C"`)
    .limit(filter.limit)
    .offset(offset)
    .execute()
}

/** How many bytes the sealed values of keys have together, without reading them. */
export async function sumSealedSecrets(db: Queryable, filter: Omit<SecretFilter, 'limit'>): Promise<number> {
  const { bytes } = await wanted(db, filter)
    .select(sql<number>`coalesce(sum(octet_length(v.value)), 0)::float8`.as('bytes'))
    .executeTakeFirstOrThrow()
  return bytes
}

function wanted(db: Queryable, filter: Omit<SecretFilter, 'limit'>) {
  const { path, below = false, keys } = filter
  const prefix = path === '/' ? '/' : `${path}/`
  let query = db
    .selectFrom('config_secrets as k')
    .innerJoin('config_sets as s', 's.id', 'k.set_id')
    .innerJoin('config_environments as e', 'e.id', 's.environment_id')
    .innerJoin('config_versions as v', (join) =>
      join.onRef('v.secret_id', '=', 'k.id').onRef('v.version', '=', 'k.version'),
    )
    .where('s.org_id', '=', filter.orgId)
    .where('s.project_id', '=', filter.projectId)
    .where('e.slug', '=', filter.environment)
  query = below
    ? query.where((is) => is.or([is('s.path', '=', path), sql<boolean>`starts_with(s.path, ${prefix})`]))
    : query.where('s.path', '=', path)
  if (keys !== undefined) query = query.where(sql<boolean>`k.key = any (${[...keys]}::text[])`)
  return query
}

export async function countSecrets(db: Queryable, orgId: OrgId, setId: string): Promise<number> {
  const { count } = await db
    .selectFrom('config_secrets')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('org_id', '=', orgId)
    .where('set_id', '=', setId)
    .executeTakeFirstOrThrow()
  return count
}

/** Stores keys as they are from now on: new ones, and changed ones in place of those of the same id. */
export async function storeSecrets(
  trx: Queryable,
  orgId: OrgId,
  rows: readonly Omit<Insertable<Tables['config_secrets']>, 'org_id'>[],
): Promise<void> {
  if (rows.length === 0) return
  await trx
    .insertInto('config_secrets')
    .values(rows.map((row) => ({ ...row, org_id: orgId })))
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((row) => ({
        key: row.ref('excluded.key'),
        version: row.ref('excluded.version'),
        comment: row.ref('excluded.comment'),
        write_only: row.ref('excluded.write_only'),
        updated_at: row.ref('excluded.updated_at'),
      })),
    )
    .execute()
}

export async function deleteSecrets(trx: Queryable, orgId: OrgId, ids: readonly string[]): Promise<void> {
  await trx
    .deleteFrom('config_secrets')
    .where('org_id', '=', orgId)
    .where(sql<boolean>`id = any (${[...ids]}::uuid[])`)
    .execute()
}
