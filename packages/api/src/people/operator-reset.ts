import { insertAuditEvent, tokenHash } from '@app-connections/db'
import {
  lockPerson,
  replacePasswordReset,
  selectOrganizationIds,
  selectPersonByEmail,
} from '@app-connections/db/system'
import { v7 as uuidv7 } from 'uuid'
import { newResetToken } from '../access/secrets.ts'
import type { Services } from '../services/services.ts'
import { resetUrl, resetValidFor } from './reset-link.ts'

/**
 * A link for a new password, which the operator makes on the machine itself for an admin who cannot sign in. Undefined
 * where nobody has that e-mail address. Leaves an event in each of the person's organizations.
 */
export async function createOperatorReset(
  { db, siteUrl, now }: Pick<Services, 'db' | 'siteUrl' | 'now'>,
  email: string,
): Promise<string | undefined> {
  const token = newResetToken()
  return db.transaction().execute(async (trx) => {
    const person = await selectPersonByEmail(trx, email.trim().toLowerCase())
    if (person === undefined) return undefined
    await lockPerson(trx, person.id)
    await replacePasswordReset(trx, {
      tokenHash: tokenHash(token),
      personId: person.id,
      expiresIn: resetValidFor,
      makers: [],
    })
    for (const orgId of await selectOrganizationIds(trx, person.id)) {
      await insertAuditEvent(trx, {
        id: uuidv7(),
        org_id: orgId,
        at: now(),
        actor_type: 'operator',
        action: 'people.createPasswordReset',
        target_type: 'person',
        target_id: person.id,
        outcome: 'success',
        req_id: 'command-line',
        detail: '{}',
      })
    }
    return resetUrl(siteUrl, token)
  })
}
