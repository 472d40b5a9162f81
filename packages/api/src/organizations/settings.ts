import { selectOrganization } from '@app-connections/db'
import { appSchema, consentMethodOf, type OrganizationSettings } from '@app-connections/schemas'
import manifest from '../../package.json' with { type: 'json' }
import { requireManagement } from '../access/policy.ts'
import { unknownOrganization } from '../failures/organizations.ts'
import { checkEveryMs } from '../health/health.ts'
import { oauthSetup } from '../oauth/setup.ts'
import type { MemberContext } from '../procedure/context.ts'
import { noLimits } from '../services/limits.ts'

/**
 * The organization and the operator's settings of the service, for the organization's admins. No secret. Errors: 403.
 */
export async function organizationSettings({ ctx }: { ctx: MemberContext }): Promise<OrganizationSettings> {
  const { member, services } = ctx
  requireManagement(member, 'read', 'organization')
  const row = await selectOrganization(services.db, member.orgId)
  if (row === undefined) throw unknownOrganization(member.orgId)
  const asking = appSchema.options.filter((app) => consentMethodOf(app) !== undefined)
  return {
    organization: { id: row.id, name: row.name, slug: row.slug, createdAt: row.created_at.toISOString() },
    service: {
      version: manifest.version,
      siteUrl: services.siteUrl,
      database: services.databaseKind,
      oauth: asking.map((app) => {
        const { configured, callbackUrl } = oauthSetup({ ctx, input: { app } })
        return { app, configured, callbackUrl }
      }),
      smtp: services.mailer !== undefined,
      rateLimits: services.limits !== noLimits,
      webhooks: { allowHttp: services.outbound.rules.allowHttp, allowCidrs: [...services.outbound.rules.allowCidrs] },
      checkIntervalHours: checkEveryMs / 3_600_000,
    },
  }
}
