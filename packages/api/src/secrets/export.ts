import type { ExportedSecrets, ExportText } from '@app-connections/schemas'
import { writeText } from '../dialects/write-text.ts'
import type { MemberContext } from '../procedure/context.ts'
import { listSecrets } from './list.ts'

/**
 * A set as text in a dialect. A value that is not shown is left out with a remark; that others are shown leaves an event,
 * as a list's does. Errors: 404 (the project), 400 (values without a form in the dialect, too many in a batch), 429.
 */
export async function exportSecrets({
  ctx,
  input: { dialect, ...place },
}: {
  ctx: MemberContext
  input: ExportText
}): Promise<ExportedSecrets> {
  const { secrets } = await listSecrets({ ctx, input: { ...place, recursive: false, viewSecretValue: true } })
  const pairs = secrets.flatMap(({ secretKey: key, secretValue: value }) => (value === undefined ? [] : { key, value }))
  const omitted = secrets
    .filter(({ secretValueHidden }) => secretValueHidden)
    .map(({ secretKey, writeOnly }) => ({
      secretKey,
      remark: writeOnly ? 'it is write-only' : 'you may not see values',
    }))
  const hidden = omitted.map(({ secretKey }) => secretKey)
  return { dialect, content: await writeText(dialect, pairs, hidden), keys: pairs.length, omitted }
}
