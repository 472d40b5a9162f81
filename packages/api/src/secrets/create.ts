import type { CreateSecret, CreateSecrets, Secret } from '@app-connections/schemas'
import type { MemberContext } from '../procedure/context.ts'
import { one } from './one.ts'
import { placeFor } from './place.ts'
import { writeSecrets } from './write.ts'

/** Stores a new key. Errors: 404 (the project), 403, 400 (the key is there already; too many keys). */
export async function createSecret({ ctx, input }: { ctx: MemberContext; input: CreateSecret }): Promise<Secret> {
  const { secretName: key, secretValue: value, secretComment: comment, writeOnly } = input
  const wanted = [{ do: 'create', key, value, comment, writeOnly }] as const
  return one(
    await writeSecrets(ctx, placeFor(ctx, input, 'create'), { action: 'secrets.create', source: 'api', wanted }),
  )
}

/** Stores several new keys, all or none. Errors: as `createSecret`, and 400 (a key is named twice). */
export async function createSecrets({ ctx, input }: { ctx: MemberContext; input: CreateSecrets }): Promise<Secret[]> {
  const wanted = input.secrets.map(
    ({ secretKey: key, secretValue: value, secretComment: comment, writeOnly }) =>
      ({ do: 'create', key, value, comment, writeOnly }) as const,
  )
  return writeSecrets(ctx, placeFor(ctx, input, 'create'), { action: 'secrets.createMany', source: 'api', wanted })
}
