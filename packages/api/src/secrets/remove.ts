import type { RemoveSecrets, Secret, secretRefSchema } from '@app-connections/schemas'
import type * as z from 'zod'
import type { MemberContext } from '../procedure/context.ts'
import { one } from './one.ts'
import { placeFor } from './place.ts'
import { writeSecrets } from './write.ts'

/** Deletes a key and returns it as it was, without its value. Its history stays. Errors: 404 (project, key), 403. */
export async function removeSecret({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: z.output<typeof secretRefSchema>
}): Promise<Secret> {
  const wanted = [{ do: 'remove', key: input.secretName }] as const
  return one(
    await writeSecrets(ctx, placeFor(ctx, input, 'delete'), { action: 'secrets.remove', source: 'api', wanted }),
  )
}

/** Deletes several keys, all or none. Errors: as `removeSecret`, and 400 (a key is named twice). */
export async function removeSecrets({ ctx, input }: { ctx: MemberContext; input: RemoveSecrets }): Promise<Secret[]> {
  const wanted = input.secrets.map(({ secretKey: key }) => ({ do: 'remove', key }) as const)
  return writeSecrets(ctx, placeFor(ctx, input, 'delete'), { action: 'secrets.removeMany', source: 'api', wanted })
}
