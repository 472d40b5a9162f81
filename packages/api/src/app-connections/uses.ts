import { selectUses, type UsesRow } from '@app-connections/db'
import type { ConnectionUses, UsesByActor } from '@app-connections/schemas'
import { shapeActor } from '../connection/shape-actor.ts'
import type { MemberContext } from '../procedure/context.ts'

/** How far back uses are counted, in milliseconds: a week. */
const usesOfMs = 7 * 86_400_000

/** As many uses are looked at, the newest. */
const mostUses = 10_000

/** Where uses are counted from, and which. */
export function recentUses(now: Date) {
  return { since: new Date(now.getTime() - usesOfMs), events: mostUses }
}

/** What was used through grants in the last 7 days, by grant and by app, over the whole organization. Errors: 403. */
export async function uses({ ctx }: { ctx: MemberContext }): Promise<ConnectionUses> {
  const { member, services } = ctx
  // Whoever may read the audit trail reads all of it.
  const rows = await selectUses(services.db, { orgId: member.orgId, scopes: 'all', ...recentUses(services.now()) })
  const byGrant = rows.flatMap((row) => row.grantIds.map((grantId) => ({ key: grantId, row, grantId })))
  const byApp = rows.flatMap((row) => {
    const { resourceId: id, resourceName: name } = row
    return id === null ? [] : [{ key: `${row.connectionId} ${id}`, row, app: { id, name } }]
  })
  return {
    grants: summed(byGrant).map(({ first, sum }) => ({ ...sum, actor: shapeActor(first.row), grantId: first.grantId })),
    apps: summed(byApp).map(({ first, sum }) => ({ ...sum, app: first.app })),
    complete: rows.reduce((count, row) => count + row.uses, 0) < mostUses,
  }
}

/** Who used which connection, the latest first. */
export function usesByActor(rows: readonly UsesRow[], limit: number): UsesByActor[] {
  const groups = summed(rows.map((row) => ({ key: `${row.actorType} ${row.actorId} ${row.connectionId}`, row })))
  return groups.slice(0, limit).map(({ first, sum }) => ({ ...sum, actor: shapeActor(first.row) }))
}

/** Rows of one key added up; the first of each is its latest. */
function summed<Entry extends { key: string; row: UsesRow }>(entries: readonly Entry[]) {
  return [...Map.groupBy(entries, ({ key }) => key).values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const add = (of: 'uses' | 'failed') => group.reduce((sum, { row }) => sum + row[of], 0)
    const { connectionId, connectionName, lastUsedAt } = first.row
    const sum = {
      ...{ connectionId, connectionName: connectionName ?? '', lastUsedAt: lastUsedAt.toISOString() },
      ...{ uses: add('uses'), failed: add('failed') },
    }
    return [{ first, sum }]
  })
}
