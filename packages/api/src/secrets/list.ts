import { type SealedSecretRow, selectSealedSecrets } from '@app-connections/db'
import type { listSecretsSchema, Secret } from '@app-connections/schemas'
import type * as z from 'zod'
import type { MemberContext } from '../procedure/context.ts'
import { wholeList } from '../procedure/long-answer.ts'
import { requireModest } from './modest.ts'
import { placeFor } from './place.ts'
import { recordReveal, showsValues } from './reveal.ts'
import { openValue } from './seal.ts'
import { shapeSecret } from './shape.ts'

/**
 * The keys of a set by name, with `recursive` also those of the sets below it; none where there is no such set. Values
 * are shown to those who may see them, but those that are write-only to nobody; a viewer gets the keys alone. An event
 * says that values were shown. Errors: 404 (the project), 400 (too many in a batch), 429.
 */
export async function listSecrets({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: z.output<typeof listSecretsSchema>
}): Promise<{ secrets: Secret[]; imports: never[] }> {
  const { services } = ctx
  const place = placeFor(ctx, input, 'read')
  const shown = showsValues(ctx, place, input.viewSecretValue)
  const keys = await services.keyring.forOrg(place.orgId)
  const shownOf = (row: SealedSecretRow) =>
    shown && !row.write_only
      ? openValue(keys, { orgId: place.orgId, secretId: row.id, version: row.version }, row.value)
      : undefined
  const wanted = { ...place, below: input.recursive }
  await requireModest(services.db, wanted)
  const read = (limit: number) => selectSealedSecrets(services.db, { ...wanted, limit })
  const secrets = await wholeList(ctx, read, (row) => shapeSecret(row, place.projectId, shownOf(row)))
  const revealed = secrets.filter(({ secretValueHidden }) => !secretValueHidden).length
  if (revealed > 0) await recordReveal(ctx, place, revealed)
  return { secrets, imports: [] }
}
