import type { OrgId } from '@app-connections/db'
import { type Queryable, tokenHash } from '@app-connections/db'
import { selectIdentityCaller, selectPersonalCaller, selectPersonCaller } from '@app-connections/db/system'
import { untrustedAddress } from '../failures/access.ts'
import { noOrganization, organizationNotNamed, unknownOrganization } from '../failures/organizations.ts'
import type { Caller, Identity, Person } from './actor.ts'
import { type Membership, readOrganizationRole, readProjectRole } from './policy.ts'

/** The form of access tokens: a prefix and 256 random bits in base64url. Anything else needs no look-up. */
export const accessTokenForm = /^act_[A-Za-z0-9_-]{43}$/

/**
 * The caller of an access token; undefined for a malformed, unknown, expired or revoked one. Where the identity does
 * not trust `address`, this calls `onUntrusted` with the caller and throws 403.
 */
export async function callerOfAccessToken(
  services: { readonly db: Queryable; readonly tokenUses: { note(tokenId: string): void } },
  token: string,
  address: string,
  onUntrusted: (caller: Identity) => Promise<void> = async () => {},
): Promise<Identity | undefined> {
  if (!accessTokenForm.test(token)) return undefined
  const row = await selectIdentityCaller(services.db, tokenHash(token), address)
  if (row === undefined) return undefined
  const caller: Identity = {
    kind: 'identity',
    id: row.identityId,
    name: row.name,
    tokenId: row.tokenId,
    memberships: row.memberships,
    orgId: row.orgId,
  }
  if (row.trusted) {
    services.tokenUses.note(row.tokenId)
    return caller
  }
  await onUntrusted(caller)
  throw untrustedAddress()
}

/** The form of personal tokens. */
export const personalTokenForm = /^acp_[A-Za-z0-9_-]{43}$/

/** The person for whom a program calls by a personal token; undefined for a malformed, unknown or ended one. */
export async function callerOfPersonalToken(
  services: { readonly db: Queryable; readonly tokenUses: { note(tokenId: string): void } },
  token: string,
): Promise<Person | undefined> {
  if (!personalTokenForm.test(token)) return undefined
  const row = await selectPersonalCaller(services.db, tokenHash(token))
  if (row === undefined) return undefined
  const { personId: id, ...known } = row
  services.tokenUses.note(row.tokenId)
  return { kind: 'person', id, proved: false, ...known }
}

/** The caller of a session; undefined for an unknown or expired one. */
export async function callerOfSession(
  services: { readonly db: Queryable },
  sessionToken: string,
): Promise<Person | undefined> {
  const row = await selectPersonCaller(services.db, sessionToken)
  return (
    row && {
      kind: 'person',
      id: row.personId,
      name: row.name,
      email: row.email,
      proved: row.proved,
      tokenId: row.sessionId,
      organizations: row.organizations,
      memberships: row.memberships,
    }
  )
}

/**
 * The caller's membership in the organization that the call is for: an identity's own, the one that a person names, or
 * a person's only one. Throws 400 where a person of several organizations names none, 404 where they are not in the one
 * named.
 */
export function membershipOf(caller: Caller, organizationId: string | null): Membership {
  const orgId = caller.kind === 'identity' ? caller.orgId : namedOrganization(caller, organizationId)
  const inOrganization = caller.memberships.filter((membership) => membership.orgId === orgId)
  const own = inOrganization.find((membership) => membership.project === null)
  const projects = inOrganization.flatMap(({ project, role }) => {
    const known = readProjectRole(role)
    return project === null || known === undefined ? [] : [[project.id, { ...project, role: known }] as const]
  })
  return { orgId, role: own === undefined ? 'no-access' : readOrganizationRole(own.role), projects: new Map(projects) }
}

function namedOrganization(caller: Person, organizationId: string | null): OrgId {
  const [first, ...others] = caller.organizations
  if (organizationId !== null) {
    const named = caller.organizations.find((organization) => organization.id === organizationId)
    if (named !== undefined) return named.id
    throw unknownOrganization(organizationId)
  }
  if (first === undefined) throw noOrganization()
  if (others.length === 0) return first.id
  throw organizationNotNamed(caller.organizations)
}
