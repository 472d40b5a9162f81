import {
  type LossOfSyncs,
  type Queryable,
  selectLostGrants,
  selectLostSyncs,
  selectMadeThrough,
  selectPersonalTokensOf,
} from '@app-connections/db'
import type { Made } from '@app-connections/schemas'

/**
 * A loss of rights. With `how: 'same'` the role is no lower than before, and what was made with a right that it lacks
 * ends all the same.
 */
export type RightsLost = Omit<LossOfSyncs, 'how'> & { how: LossOfSyncs['how'] | 'same' }

/** Whether grants, personal tokens and what syncs do by themselves end with it too. */
export function endsGrants(lost: RightsLost): lost is LossOfSyncs {
  return lost.how !== 'same'
}

/** Whether personal tokens end with it. */
export function endsPersonalTokens(lost: RightsLost): boolean {
  return lost.projectId === null && endsGrants(lost)
}

/**
 * What would end with rights. Secrets, tokens, invitations and webhooks end with those in the organization, grants with
 * those in the scope of their connection, runs of syncs with those in their project, personal tokens with a lower role in the organization.
 */
export async function madeThrough(db: Queryable, lost: RightsLost): Promise<Made[]> {
  const rows = lost.projectId === null ? await selectMadeThrough(db, lost.orgId, lost.memberId) : []
  const grants = endsGrants(lost) ? await selectLostGrants(db, lost) : []
  const syncs = endsGrants(lost) ? await selectLostSyncs(db, lost) : []
  const personal = endsPersonalTokens(lost) ? await selectPersonalTokensOf(db, lost.orgId, lost.memberId) : []
  const nobodys = { identityId: null, identityName: null }
  return [
    ...rows,
    ...personal.map((token) => ({ kind: 'personal-token' as const, ...token, ...nobodys })),
    ...syncs.map((sync) => ({ kind: 'sync' as const, ...sync, ...nobodys })),
    ...grants.map((grant) => ({ kind: 'grant' as const, ...grant })),
  ].map(({ kind, id, name, identityId, identityName }) => ({
    kind,
    id,
    // Only the origin, because the rest of the address may be a secret of the receiver.
    name: kind === 'webhook' ? new URL(name).origin : name,
    identity: identityId === null ? null : { id: identityId, name: identityName ?? '' },
  }))
}
