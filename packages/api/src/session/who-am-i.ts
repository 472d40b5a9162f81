import type { WhoAmI } from '@app-connections/schemas'
import { readOrganizationRole } from '../access/policy.ts'
import type { CallerContext } from '../procedure/context.ts'

/** Who the caller is and where they belong. */
export function whoAmI({ ctx: { caller } }: { ctx: CallerContext }): WhoAmI {
  return {
    kind: caller.kind,
    id: caller.id,
    name: caller.name,
    email: caller.email,
    organizations: caller.organizations.map((organization) => {
      const own = caller.memberships.find(({ orgId, project }) => orgId === organization.id && project === null)
      return { ...organization, role: own === undefined ? null : readOrganizationRole(own.role) }
    }),
  }
}
