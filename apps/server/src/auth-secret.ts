import type { Queryable } from '@app-connections/db'
import { keepSecretCheck, selectSecretCheck } from '@app-connections/db/system'
import { createSecretCheck, isSecretOf } from '@app-connections/sealing'
import type { Config } from './config.ts'
import type { Keys } from './keys.ts'
import { StartError } from './start-error.ts'

/**
 * The same comparison before a migration, so that a start that is refused changes nothing. Where the new secret takes
 * the old one's place, and where none is stored yet, there is nothing to compare. Throws `StartError`.
 */
export async function compareAuthSecret(
  db: Queryable,
  { kek, authSecret }: Keys,
  { AUTH_SECRET_CHANGED }: Pick<Config, 'AUTH_SECRET_CHANGED'>,
): Promise<void> {
  if (AUTH_SECRET_CHANGED === 'on') return
  const stored = await selectSecretCheck(db)
  if (stored !== undefined && !isSecretOf(kek, stored, authSecret)) throw anotherSecret()
}

/**
 * Compares AUTH_SECRET with the one that this database was first started with: processes with different ones would end
 * each other's sessions. With AUTH_SECRET_CHANGED, the new one takes the place of the old one. Throws `StartError`.
 */
export async function verifyAuthSecret(
  db: Queryable,
  { kek, authSecret }: Keys,
  { AUTH_SECRET_CHANGED }: Pick<Config, 'AUTH_SECRET_CHANGED'>,
): Promise<void> {
  const mine = createSecretCheck(kek, authSecret)
  const stored = await keepSecretCheck(db, mine)
  if (isSecretOf(kek, stored, authSecret)) return
  const kept = AUTH_SECRET_CHANGED === 'on' ? await keepSecretCheck(db, mine, stored) : stored
  if (isSecretOf(kek, kept, authSecret)) return
  throw anotherSecret()
}

function anotherSecret(): StartError {
  return new StartError(
    'AUTH_SECRET does not fit this database: another one signed its sessions. Set that one or, to replace it and sign everybody out, start once with AUTH_SECRET_CHANGED=on.',
  )
}
