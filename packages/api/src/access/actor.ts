import type { OrgId } from '@app-connections/db'
import type { CallerMembership } from '@app-connections/db/system'

/** A person who calls through a session. They name one of their organizations with each call. */
export interface Person {
  readonly kind: 'person'
  readonly id: string
  readonly name: string
  readonly email: string
  /** The session's id: what audit names, and what calls are counted by. */
  readonly tokenId: string
  readonly organizations: readonly { id: OrgId; name: string; slug: string }[]
  readonly memberships: readonly CallerMembership[]
}

/** A machine identity that calls through an access token. It belongs to one organization. */
export interface Identity {
  readonly kind: 'identity'
  readonly id: string
  readonly name: string
  /** The access token's id: what audit names, and what calls are counted by. */
  readonly tokenId: string
  readonly orgId: OrgId
  readonly memberships: readonly CallerMembership[]
}

/** Who calls and has proved who they are. */
export type Caller = Person | Identity

/** Who acts: a caller, the service by itself in the background, or somebody who has proved nothing. */
export type Actor = Caller | { readonly kind: 'system' } | { readonly kind: 'anonymous' }

/** A call by somebody who has proved nothing. */
export const anonymous: Actor = { kind: 'anonymous' }

/** The caller, where a caller acts. */
export function callerAmong(actor: Actor): Caller | undefined {
  return actor.kind === 'person' || actor.kind === 'identity' ? actor : undefined
}
