import { selectPersonalTokens } from '@app-connections/db/system'
import type { PersonalToken } from '@app-connections/schemas'
import type { CallerContext } from '../procedure/context.ts'
import { requirePerson } from '../session/require-person.ts'

/** The caller's valid personal tokens in all organizations, newest first; no token itself. Errors: 403 (a machine). */
export async function listPersonalTokens({ ctx }: { ctx: CallerContext }): Promise<PersonalToken[]> {
  const rows = await selectPersonalTokens(ctx.services.db, requirePerson(ctx.actor, 'personal-tokens').id)
  return rows.map(({ createdAt, expiresAt, lastUsedAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }))
}
