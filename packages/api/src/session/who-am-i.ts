import type { WhoAmI } from '@app-connections/schemas'
import { readOrganizationRole } from '../access/policy.ts'
import type { CallerContext } from '../procedure/context.ts'

/** Who the caller is and where they belong. */
export function whoAmI({ ctx: { actor } }: { ctx: CallerContext }): WhoAmI {
  return {
    kind: actor.kind,
    id: actor.id,
    name: actor.name,
    email: actor.kind === 'person' ? actor.email : null,
    organizations: (actor.kind === 'person' ? actor.organizations : []).map((organization) => {
      const own = actor.memberships.find(({ orgId, project }) => orgId === organization.id && project === null)
      return { ...organization, role: own === undefined ? null : readOrganizationRole(own.role) }
    }),
  }
}
