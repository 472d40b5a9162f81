import { selectSet, selectVersions } from '@app-connections/db'
import type { SecretVersion, secretRefSchema } from '@app-connections/schemas'
import type * as z from 'zod'
import { unknownSecret } from '../failures/secrets.ts'
import type { MemberContext } from '../procedure/context.ts'
import { placeFor } from './place.ts'
import { shapeVersion } from './shape.ts'

/** The most versions that are shown. */
const mostShown = 100

/**
 * What a key was, newest first, and who made it so; also of a key that is gone. No value is shown. Errors: 404 (the
 * project, a key that never was).
 */
export async function secretHistory({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: z.output<typeof secretRefSchema>
}): Promise<{ versions: SecretVersion[] }> {
  const place = placeFor(ctx, input, 'read')
  const set = await selectSet(ctx.services.db, place)
  const rows =
    set === undefined
      ? []
      : await selectVersions(ctx.services.db, place.orgId, { setId: set.id, key: input.secretName, limit: mostShown })
  if (rows.length === 0) throw unknownSecret(input.secretName)
  return { versions: rows.map(shapeVersion) }
}
