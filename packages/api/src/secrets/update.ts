import type { Secret, UpdateSecret, UpdateSecrets } from '@app-connections/schemas'
import { requireSecrets } from '../access/require-project.ts'
import type { MemberContext } from '../procedure/context.ts'
import { one } from './one.ts'
import { placeFor } from './place.ts'
import { writeSecrets } from './write.ts'

/**
 * Changes a key: its value, comment or name, or makes it write-only. Every change is a version of its own. Errors: 404
 * (the project, the key), 403, 400 (the new name is taken).
 */
export async function updateSecret({ ctx, input }: { ctx: MemberContext; input: UpdateSecret }): Promise<Secret> {
  const { secretName: key, secretValue: value, secretComment: comment, newSecretName: newKey, writeOnly } = input
  const wanted = [{ do: 'update', key, value, comment, newKey, writeOnly, missing: 'refuse' }] as const
  return one(await writeSecrets(ctx, placeFor(ctx, input, 'edit'), { action: 'secrets.update', source: 'api', wanted }))
}

const missing = { failOnNotFound: 'refuse', ignore: 'ignore', upsert: 'create' } as const

/** Changes several keys, all or none; with `upsert` those that are not there are made. Errors: as `updateSecret`. */
export async function updateSecrets({ ctx, input }: { ctx: MemberContext; input: UpdateSecrets }): Promise<Secret[]> {
  const place = placeFor(ctx, input, 'edit')
  if (input.mode === 'upsert') requireSecrets(ctx.member, input.projectId, 'create')
  const wanted = input.secrets.map(
    ({ secretKey: key, secretValue: value, secretComment: comment, newSecretName: newKey, writeOnly }) =>
      ({ do: 'update', key, value, comment, newKey, writeOnly, missing: missing[input.mode] }) as const,
  )
  return writeSecrets(ctx, place, { action: 'secrets.updateMany', source: 'api', wanted })
}
