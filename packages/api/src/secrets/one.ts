import type { Secret } from '@app-connections/schemas'

/** The only secret of a write of one. */
export function one([secret]: readonly Secret[]): Secret {
  if (secret === undefined) throw new Error('the written secret was not returned')
  return secret
}
