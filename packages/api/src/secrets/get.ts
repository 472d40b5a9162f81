import { type SealedSecretRow, selectSealedSecrets, selectVersion } from '@app-connections/db'
import type { GetSecret, Secret } from '@app-connections/schemas'
import { unknownSecret } from '../failures/secrets.ts'
import type { MemberContext } from '../procedure/context.ts'
import { placeFor } from './place.ts'
import { recordReveal, showsValues } from './reveal.ts'
import { openValue } from './seal.ts'
import { shapeSecret } from './shape.ts'

/**
 * One key of a set, as it is or as it was at a version. Its value is shown as in a list. Errors: 404 (the project, the
 * key, a version that is not kept).
 */
export async function getSecret({ ctx, input }: { ctx: MemberContext; input: GetSecret }): Promise<Secret> {
  const place = placeFor(ctx, input, 'read')
  const row = await secretAt(ctx, place, input)
  if (!showsValues(ctx, place, input.viewSecretValue) || row.write_only) {
    return shapeSecret(row, place.projectId, undefined)
  }
  const keys = await ctx.services.keyring.forOrg(place.orgId)
  const value = openValue(keys, { orgId: place.orgId, secretId: row.id, version: row.version }, row.value)
  await recordReveal(ctx, place, 1)
  return shapeSecret(row, place.projectId, value)
}

async function secretAt(
  { services }: MemberContext,
  place: ReturnType<typeof placeFor>,
  { secretName, version }: GetSecret,
): Promise<SealedSecretRow> {
  const [row] = await selectSealedSecrets(services.db, { ...place, keys: [secretName], limit: 1 })
  if (row === undefined) throw unknownSecret(secretName)
  if (version === undefined || version === row.version) return row
  const found = await selectVersion(services.db, place.orgId, row.id, version)
  if (found?.value == null) throw unknownSecret(secretName)
  const { value, comment, actor_id, actor_type, at } = found
  return { ...row, version, value, comment, actor_id, actor_type, updated_at: at }
}
