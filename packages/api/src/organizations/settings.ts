import { selectOrganization, updateOrganizationName } from '@app-connections/db'
import { appSchema, type OrganizationSettings } from '@app-connections/schemas'
import manifest from '../../package.json' with { type: 'json' }
import type { MemberContext } from '../context.ts'
import { checkEveryMs } from '../credentials/health.ts'
import { OperationError } from '../errors.ts'
import { noLimits } from '../limits.ts'
import { manage } from '../manage.ts'
import { oauthSetup } from '../oauth/self-test.ts'
import { requireManagement } from '../policy.ts'

/** The organization, and how its operator has set the service up, for the organization's admins. No secret. Errors: 403. */
export async function organizationSettings({ ctx }: { ctx: MemberContext }): Promise<OrganizationSettings> {
  const { member, services } = ctx
  requireManagement(member, 'read', 'organization')
  const row = await selectOrganization(services.db, member.orgId)
  if (row === undefined) throw notFound(member.orgId)
  const setups = appSchema.options.map((app) => oauthSetup({ ctx, input: { app } }))
  const shown = setups.find(({ configured }) => configured) ?? setups[0]
  return {
    organization: { id: row.id, name: row.name, slug: row.slug, createdAt: row.created_at.toISOString() },
    service: {
      version: manifest.version,
      siteUrl: services.siteUrl,
      database: services.databaseKind,
      oauth: { configured: shown?.configured ?? false, callbackUrl: shown?.callbackUrl ?? '' },
      smtp: services.mailer !== undefined,
      rateLimits: services.limits !== noLimits,
      webhooks: { allowHttp: services.outbound.rules.allowHttp, allowCidrs: [...services.outbound.rules.allowCidrs] },
      checkIntervalHours: checkEveryMs / 3_600_000,
    },
  }
}

/** Renames the organization; its short name stays, since addresses use it. Errors: 403. */
export async function updateOrganization({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: { name: string }
}): Promise<{ id: string; name: string; slug: string }> {
  const { orgId } = ctx.member
  return manage(ctx, 'edit', 'organization', async (trx) => {
    const row = await updateOrganizationName(trx, orgId, input.name)
    if (row === undefined) throw notFound(orgId)
    return {
      output: row,
      action: 'organizations.update',
      target: { type: 'organization', id: orgId },
      detail: { name: row.name },
    }
  })
}

function notFound(id: string): OperationError {
  return new OperationError('NotFound', `Could not find organization with ID ${id}`)
}
