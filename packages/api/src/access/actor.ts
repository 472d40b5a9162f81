import type { OrgId } from '@app-connections/db'
import type { CallerMembership } from '@app-connections/db/system'

/**
 * A person who calls through a session, where each call names one of their organizations, or a program that calls for
 * them by a personal token, which is of one.
 */
export interface Person {
  readonly kind: 'person'
  readonly id: string
  readonly name: string
  readonly email: string
  /** Whether they gave their password within the last ten minutes; a program never did. */
  readonly proved: boolean
  /** The id of the session or the personal token. Audit events name it, and limits count by it. */
  readonly tokenId: string
  readonly organizations: readonly { id: OrgId; name: string; slug: string }[]
  readonly memberships: readonly CallerMembership[]
}

/** A machine identity that calls through an access token. It belongs to one organization. */
export interface Identity {
  readonly kind: 'identity'
  readonly id: string
  readonly name: string
  /** The access token's id. Audit events name it, and limits count by it. */
  readonly tokenId: string
  readonly orgId: OrgId
  readonly memberships: readonly CallerMembership[]
}

/** A caller with a proven identity. */
export type Caller = Person | Identity

/** Who acts: a caller, the service itself in the background, or somebody without a proven identity. */
export type Actor = Caller | { readonly kind: 'system' } | { readonly kind: 'anonymous' }

/** The actor of a call without a proven identity. */
export const anonymous: Actor = { kind: 'anonymous' }

/** The caller, or undefined where the actor is none. */
export function callerAmong(actor: Actor): Caller | undefined {
  return actor.kind === 'person' || actor.kind === 'identity' ? actor : undefined
}
