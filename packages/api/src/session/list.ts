import { selectSessions } from '@app-connections/db/system'
import type { Session } from '@app-connections/schemas'
import type { CallerContext } from '../procedure/context.ts'
import { requirePerson } from './require-person.ts'

/** The caller's sessions, this one first, then the latest; no token of any. Errors: 403 (a machine). */
export async function listSessions({ ctx }: { ctx: CallerContext }): Promise<Session[]> {
  const { id: personId, tokenId } = requirePerson(ctx.actor)
  const rows = await selectSessions(ctx.services.db, personId)
  return rows
    .map((row) => ({
      id: row.id,
      current: row.id === tokenId,
      createdAt: row.createdAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      ipAddress: row.ipAddress,
      userAgent: row.userAgent,
    }))
    .toSorted((one, other) => Number(other.current) - Number(one.current))
}
