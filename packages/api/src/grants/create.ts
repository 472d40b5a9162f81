import {
  type ConnectionRow,
  countGrants,
  type GrantRow,
  holdsCall,
  insertGrant,
  keepAnswer,
  type Queryable,
  selectRole,
} from '@app-connections/db'
import { type CreateGrant, type Grant, grantSchema, leaseAction } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import { roleAllows } from '../access/policy.ts'
import { requireProved } from '../access/proved.ts'
import { findConnection } from '../connection/find.ts'
import { keyTakenOver } from '../failures/calls.ts'
import { grantEnded, tooManyGrants } from '../failures/grants.ts'
import { mistake, requireNone } from '../failures/mistakes.ts'
import { audited } from '../procedure/audited.ts'
import type { MemberContext } from '../procedure/context.ts'
import { once, type Reserved } from '../procedure/idempotency.ts'
import { holds, requireAdministers, requireGrant } from './find.ts'
import { resolveResources } from './resources.ts'
import { requireRoutes } from './routes.ts'
import { grantFacts } from './shape.ts'
import { strangeActions, strangeLease, type Terms, widerThan } from './terms.ts'

/** The most grants of a connection that have not ended. */
const mostGrants = 10_000

/** The most grants in a row of which each is the parent of the next: a use counts for all of them. */
const mostGenerations = 5

/**
 * Grants the use of a connection. An admin of its scope may grant to anybody who may read it, and to themselves; the
 * holder of a live grant may make narrower children of it. Names of apps are resolved at the platform, and their ids are
 * kept. A repeat with the same idempotency key gets the first answer.
 *
 * Errors: 403, 404 (the connection, the parent), 400 (another app, one that is not used through grants, too many grants,
 * a refused credential), 409 (the parent has ended; idempotency), 422, 502, 503, 504 (the platform).
 */
export async function createGrant({ ctx, input }: { ctx: MemberContext; input: CreateGrant }): Promise<Grant> {
  const connection = await findConnection(ctx, input, 'read')
  const parent = await requireMaking(ctx, ctx.services.db, connection, input.parentId)
  requireProved(ctx.actor)
  const { idempotencyKey, ...body } = input
  const parse = (kept: unknown) => grantSchema.parse(kept)
  return once({ ctx, procedure: 'grants.create', key: idempotencyKey, body, parse }, async (reserved) =>
    write(ctx, { input, connection, reserved, terms: await termsOf(ctx, input, connection, parent) }),
  )
}

/** The parent, or none, of a grant that the caller may make. Errors: 403, 404 (the parent), 409 (it is not live). */
async function requireMaking(
  ctx: MemberContext,
  db: Queryable,
  connection: ConnectionRow,
  parentId: CreateGrant['parentId'],
): Promise<GrantRow | undefined> {
  const parent = parentId ? await requireGrant(ctx, db, connection, parentId) : undefined
  if (parent === undefined || !holds(ctx, parent)) requireAdministers(ctx, connection)
  if (parent?.live === false) throw grantEnded(parent.id)
  const deep = parent !== undefined && parent.generation >= mostGenerations
  requireNone(deep ? [mistake(['parentId'], `At most ${mostGenerations} grants are each other’s parents`)] : [])
  return parent
}

/** What the grant is to allow, checked. What a child does not say is as its parent has it. */
async function termsOf(
  ctx: MemberContext,
  input: CreateGrant,
  connection: ConnectionRow,
  parent: GrantRow | undefined,
): Promise<Terms> {
  const routes = requireRoutes(ctx, input.app)
  const terms: Terms = {
    actions: input.actions,
    resources: parent?.resources ?? null,
    keys: input.keys ?? parent?.keys ?? null,
    expiresAt: input.expiresAt ? new Date(input.expiresAt) : (parent?.expiresAt ?? null),
    usesLeft: input.usesLeft ?? null,
    changesPerDay: input.changesPerDay ?? null,
    lease: input.lease ?? (input.actions.includes(leaseAction) ? (parent?.lease ?? null) : null),
  }
  const over = terms.expiresAt !== null && terms.expiresAt <= ctx.services.now()
  requireNone([
    ...strangeActions({ actions: input.actions, keys: input.keys ?? null }, routes, input.app),
    ...strangeLease({ ...terms, resources: input.apps ? [] : terms.resources }, input.app),
    ...(parent === undefined ? [] : widerThan(parent, terms)),
    ...(over ? [mistake(['expiresAt'], 'must be in the future')] : []),
  ])
  if (!input.apps) return terms
  const named = { app: input.app, named: input.apps, known: parent?.resources ?? null }
  return { ...terms, resources: await resolveResources(ctx, connection, named) }
}

/** What is written: all of it was checked, and may have changed since. */
interface Making {
  readonly input: CreateGrant
  readonly connection: ConnectionRow
  readonly terms: Terms
  readonly reserved: Reserved | undefined
}

function write(ctx: MemberContext, { input, connection, terms, reserved }: Making): Promise<Grant> {
  const { org_id: orgId, id: connectionId, project_id: projectId } = connection
  return audited(ctx, async (trx, settled) => {
    if (reserved && !(await holdsCall(trx, reserved.call, reserved.fence))) throw keyTakenOver()
    const parent = await requireMaking(settled, trx, connection, input.parentId)
    requireNone(parent === undefined ? [] : widerThan(parent, terms))
    await requireReader(trx, connection, input.subject)
    if ((await countGrants(trx, orgId, connectionId)) >= mostGrants) throw tooManyGrants(mostGrants)
    const id = uuidv7()
    await insertGrant(trx, {
      id,
      org_id: orgId,
      connection_id: connectionId,
      project_id: projectId,
      person_id: input.subject.type === 'person' ? input.subject.id : null,
      identity_id: input.subject.type === 'identity' ? input.subject.id : null,
      makers: settled.makers,
      parent_id: input.parentId ?? null,
      actions: terms.actions,
      resources: terms.resources && JSON.stringify(terms.resources),
      keys: terms.keys,
      expires_at: terms.expiresAt,
      uses_left: terms.usesLeft,
      changes_per_day: terms.changesPerDay,
      lease: terms.lease && JSON.stringify(terms.lease),
    })
    const facts = grantFacts('grants.create', await requireGrant(settled, trx, connection, id), connection)
    const kept = reserved === undefined || (await keepAnswer(trx, reserved.call, reserved.fence, facts.output))
    if (!kept) throw keyTakenOver()
    return facts
  })
}

/** Throws 422 unless the holder-to-be may read the connection. Who that is otherwise, the caller need not learn. */
async function requireReader(
  trx: Queryable,
  connection: ConnectionRow,
  subject: CreateGrant['subject'],
): Promise<void> {
  const member = subject.type === 'person' ? { personId: subject.id } : { identityId: subject.id }
  const role = await selectRole(trx, connection.org_id, connection.project_id, member)
  if (role !== undefined && roleAllows(role, connection.project_id, 'read')) return
  requireNone([mistake(['subject', 'id'], `No ${subject.type} of that id may read the connection`)])
}
