import { type SealedSecretRow, type SetPlace, selectSealedSecrets } from '@app-connections/db'
import {
  type ImportedSecrets,
  type ImportText,
  mostSecretsAtOnce,
  secretKeySchema,
  secretValueSchema,
} from '@app-connections/schemas'
import { SealingError } from '@app-connections/sealing'
import { requireSecrets } from '../access/require-project.ts'
import type { Entry } from '../dialects/dialect.ts'
import { readText } from '../dialects/read-text.ts'
import { textNotRead, tooManyAtOnce } from '../failures/secrets.ts'
import type { MemberContext } from '../procedure/context.ts'
import { requireModest } from './modest.ts'
import { placeFor } from './place.ts'
import { openValue } from './seal.ts'
import { writeSecrets } from './write.ts'

/**
 * Stores the keys of a text in a set: new ones, and those whose values differ; others stay as they are. All, or none.
 * With `dryRun` it only says what it would do. Errors: 404 (the project), 403, 400 (the text cannot be read, or not
 * clearly; too many keys).
 */
export async function importSecrets({
  ctx,
  input: { content, dialect: named, dryRun, ...input },
}: {
  ctx: MemberContext
  input: ImportText
}): Promise<ImportedSecrets> {
  const place = placeFor(ctx, input, 'edit')
  requireSecrets(ctx.member, input.projectId, 'create')
  const { dialect, entries, omitted } = readText(content, named)
  if (entries.length > mostSecretsAtOnce) throw tooManyAtOnce(mostSecretsAtOnce)
  for (const entry of entries) requireStorable(dialect, entry)
  const same = await sameAs(ctx, place, entries)
  const secrets = entries.map((entry) => ({ ...entry, change: same(entry) }))
  const wanted = secrets
    .filter(({ change }) => change !== 'keep')
    .map(({ key, value }) => ({ do: 'update', key, value, missing: 'create' }) as const)
  if (!dryRun && wanted.length > 0)
    await writeSecrets(ctx, place, { action: 'secrets.import', source: 'import', wanted })
  return {
    dialect,
    dryRun,
    secrets: secrets.map(({ key, line, change }) => ({ secretKey: key, line, change })),
    omitted: omitted.map(({ key, line, remark }) => ({ secretKey: key, line, remark })),
  }
}

/** Throws 400 where a set does not take a key or its value. */
function requireStorable(dialect: string, { key, value, line }: Entry): void {
  const fault = secretKeySchema.safeParse(key).error ?? secretValueSchema.safeParse(value).error
  if (fault === undefined) return
  throw textNotRead(dialect, line, key, [...new Set(fault.issues.map(({ message }) => message))].join('; '))
}

/** Says what becomes of a key. Of a value that is write-only nobody is told whether it is the same. */
async function sameAs(
  { services }: MemberContext,
  place: SetPlace,
  entries: readonly Entry[],
): Promise<(entry: Entry) => 'add' | 'change' | 'keep'> {
  await requireModest(services.db, place)
  const keys = await services.keyring.forOrg(place.orgId)
  const named = entries.map(({ key }) => key)
  const rows = await selectSealedSecrets(services.db, { ...place, keys: named, limit: named.length })
  const present = new Map(rows.map((row) => [row.key, row]))
  const opened = (row: SealedSecretRow) => {
    try {
      return openValue(keys, { orgId: place.orgId, secretId: row.id, version: row.version }, row.value)
    } catch (error) {
      if (!(error instanceof SealingError)) throw error
      // A value that does not open is replaced.
      return undefined
    }
  }
  return ({ key, value }) => {
    const row = present.get(key)
    if (row === undefined) return 'add'
    return !row.write_only && opened(row) === value ? 'keep' : 'change'
  }
}
