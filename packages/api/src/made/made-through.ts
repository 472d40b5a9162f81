import { type Loss, type Queryable, selectLostGrants, selectMadeThrough } from '@app-connections/db'
import type { Made } from '@app-connections/schemas'

/**
 * A loss of rights. With `how: 'same'` the role is no lower than before, and what was made with a right that it lacks
 * ends all the same.
 */
export type RightsLost = Omit<Loss, 'how'> & { how: Loss['how'] | 'same' }

/** Whether grants end with it too. */
export function endsGrants(lost: RightsLost): lost is Loss {
  return lost.how !== 'same'
}

/**
 * What would end with rights. Secrets, tokens, invitations and webhooks end with those in the organization, grants with
 * those in the scope of their connection.
 */
export async function madeThrough(db: Queryable, lost: RightsLost): Promise<Made[]> {
  const rows = lost.projectId === null ? await selectMadeThrough(db, lost.orgId, lost.memberId) : []
  const grants = endsGrants(lost) ? await selectLostGrants(db, lost) : []
  return [...rows, ...grants.map((grant) => ({ kind: 'grant' as const, ...grant }))].map(
    ({ kind, id, name, identityId, identityName }) => ({
      kind,
      id,
      // Only the origin, because the rest of the address may be a secret of the receiver.
      name: kind === 'webhook' ? new URL(name).origin : name,
      identity: identityId === null ? null : { id: identityId, name: identityName ?? '' },
    }),
  )
}
