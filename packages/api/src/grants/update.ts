import {
  type ConnectionRow,
  endGrants,
  type GrantRow,
  type Queryable,
  selectChildren,
  updateGrant,
} from '@app-connections/db'
import type { Grant, UpdateGrant } from '@app-connections/schemas'
import { requireProved } from '../access/proved.ts'
import { grantEnded } from '../failures/grants.ts'
import { mistake, requireNone } from '../failures/mistakes.ts'
import { endLeasesOf } from '../leases/lost.ts'
import { audited } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'
import { findGrant, requireAdministers, requireGrant } from './find.ts'
import { resolveResources } from './resources.ts'
import { requireRoutes } from './routes.ts'
import { grantFacts } from './shape.ts'
import { outside, strangeActions, strangeLease, type Terms, widerThan } from './terms.ts'

/** What a caller may change; the rest of an input says which grant it is. */
const changeable = ['actions', 'apps', 'keys', 'expiresAt', 'usesLeft', 'changesPerDay', 'lease'] as const

/**
 * Narrows or extends a grant, for admins of the connection's scope. A child stays no wider than its parent; children that
 * allow more than the grant does from now on end. Errors: 403, 404, 400 (another app, a refused credential), 409 (the
 * grant has ended), 422, 502, 503, 504 (the platform).
 */
export async function changeGrant({ ctx, input }: { ctx: MemberContext; input: UpdateGrant }): Promise<Grant> {
  const { connection, grant } = await findGrant(ctx, input)
  requireAdministers(ctx, connection)
  requireProved(ctx.actor)
  if (grant.endedAt !== null) throw grantEnded(grant.id)
  const changed = changeable.filter((field) => input[field] !== undefined)
  const asked = await askedOf(ctx, input, connection, grant)
  const output = await audited(ctx, async (trx, settled) => {
    requireAdministers(settled, connection)
    const present = await requireGrant(settled, trx, connection, grant.id)
    requireNone(await widerThanParent(settled, trx, connection, present, asked))
    const columns = columnsOf(asked)
    const ref = { orgId: connection.org_id, id: grant.id }
    const written = Object.keys(columns).length === 0 || (await updateGrant(trx, ref, columns))
    if (!written) throw grantEnded(grant.id)
    const ended = await endWider(trx, connection, present.id, { ...present, ...asked })
    const row = await requireGrant(settled, trx, connection, grant.id)
    return grantFacts('grants.update', row, connection, { changed, children: ended })
  })
  await endLeasesOf(ctx, connection.id)
  return output
}

/** The terms that the caller asks for, checked; those that stay are left out. Errors: 400, 422, 502, 503, 504. */
export async function askedOf(
  ctx: MemberContext,
  input: UpdateGrant,
  connection: ConnectionRow,
  grant: GrantRow,
): Promise<Partial<Terms>> {
  const { actions, apps, keys, expiresAt, usesLeft, changesPerDay, lease } = input
  const asked: Partial<Terms> = {
    ...(actions === undefined ? {} : { actions }),
    ...(keys === undefined ? {} : { keys }),
    ...(apps === null ? { resources: null } : {}),
    ...(expiresAt === undefined ? {} : { expiresAt: expiresAt === null ? null : new Date(expiresAt) }),
    ...(usesLeft === undefined ? {} : { usesLeft }),
    ...(changesPerDay === undefined ? {} : { changesPerDay }),
    ...(lease === undefined ? {} : { lease }),
  }
  const over = asked.expiresAt instanceof Date && asked.expiresAt <= ctx.services.now()
  requireNone([
    ...strangeActions(
      { actions: actions ?? grant.actions, keys: keys ?? null },
      requireRoutes(ctx, input.app),
      input.app,
    ),
    ...strangeLease({ ...grant, ...asked, ...(apps ? { resources: [] } : {}) }, input.app),
    ...(over ? [mistake(['expiresAt'], 'must be in the future')] : []),
    ...(await widerThanParent(ctx, ctx.services.db, connection, grant, asked)),
  ])
  if (!apps) return asked
  return { ...asked, resources: await resolveResources(ctx, connection, { app: input.app, named: apps, known: null }) }
}

/** Where what is asked for is wider than the parent. What stays was no wider when it was set, and ends with it. */
async function widerThanParent(
  ctx: MemberContext,
  db: Queryable,
  connection: ConnectionRow,
  grant: GrantRow,
  asked: Partial<Terms>,
) {
  if (grant.parentId === null) return []
  const parent = await requireGrant(ctx, db, connection, grant.parentId)
  const fields = Object.keys(asked).map((field) => (field === 'resources' ? 'apps' : field))
  return widerThan(parent, { ...grant, ...asked }).filter(({ path: [field] }) => fields.includes(`${String(field)}`))
}

/** The children of a grant that allow more than these terms. */
export async function widerChildren(
  db: Queryable,
  connection: ConnectionRow,
  id: string,
  terms: Terms,
): Promise<GrantRow[]> {
  const children = await selectChildren(db, connection.org_id, id)
  return children.filter((child) => outside(terms, child).length > 0)
}

/** Ends the children that the terms do not hold any more. Resolves with the ids of what ended. */
async function endWider(trx: Queryable, connection: ConnectionRow, id: string, terms: Terms): Promise<string[]> {
  const wider = await widerChildren(trx, connection, id, terms)
  return endGrants(
    trx,
    connection.org_id,
    wider.map((child) => child.id),
  )
}

/** The columns of what is asked for. The others stay: a use may be counted at any moment. */
function columnsOf({ actions, resources, keys, expiresAt, usesLeft, changesPerDay, lease }: Partial<Terms>) {
  return {
    ...(actions === undefined ? {} : { actions }),
    ...(resources === undefined ? {} : { resources: resources && JSON.stringify(resources) }),
    ...(keys === undefined ? {} : { keys }),
    ...(expiresAt === undefined ? {} : { expires_at: expiresAt }),
    ...(usesLeft === undefined ? {} : { uses_left: usesLeft }),
    ...(changesPerDay === undefined ? {} : { changes_per_day: changesPerDay }),
    ...(lease === undefined ? {} : { lease: lease && JSON.stringify(lease) }),
  }
}
