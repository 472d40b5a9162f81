import type { SetPlace } from '@app-connections/db'
import type { SetPlaceInput } from '@app-connections/schemas'
import type { SecretAction } from '../access/policy.ts'
import { requireSecrets } from '../access/require-project.ts'
import type { MemberContext } from '../procedure/context.ts'

/** The place that an input names, where the caller may do `action`. Errors: 404 (the project), 403. */
export function placeFor({ member }: MemberContext, input: SetPlaceInput, action: SecretAction): SetPlace {
  requireSecrets(member, input.projectId, action)
  return { orgId: member.orgId, projectId: input.projectId, environment: input.environment, path: input.secretPath }
}
