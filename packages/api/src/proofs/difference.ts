import type { ConnectionRow, GrantRow } from '@app-connections/db'
import type { Route } from '@app-connections/providers'
import type { ProofDifference, ProofDifferenceInput } from '@app-connections/schemas'
import { grantEnded } from '../failures/grants.ts'
import { findGrant, requireAdministers, requireGrant } from '../grants/find.ts'
import { requireRoutes } from '../grants/routes.ts'
import type { Terms } from '../grants/terms.ts'
import { askedOf, widerChildren } from '../grants/update.ts'
import type { MemberContext } from '../procedure/context.ts'
import { openedBy } from './compare.ts'
import { nounsOf } from './nouns.ts'
import type { ProvableGrant } from './prove.ts'
import { closedProof, proofOf } from './shape.ts'
import type { ProofSubject } from './words.ts'

/**
 * What a change of a grant would open and close, with a request for each route, and the children that it would end.
 * Nothing is changed; apps by name are looked up at the platform, which leaves an event. For those who may change it.
 * Errors: those of the change itself.
 */
export async function proofDifference({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: ProofDifferenceInput
}): Promise<ProofDifference> {
  const { connection, grant } = await findGrant(ctx, input)
  requireAdministers(ctx, connection)
  if (grant.endedAt !== null) throw grantEnded(grant.id)
  const routes = requireRoutes(ctx, input.app)
  const after = { ...grant, ...(await askedOf(ctx, input, connection, grant)) }
  const children = await widerChildren(ctx.services.db, connection, grant.id, after)
  const usable = await wouldBeLive(ctx, connection, grant, after)
  return {
    ...differenceOf(routes, nounsOf(input.app), grant.live ? grant : undefined, usable ? after : undefined),
    endingChildren: children.map(({ id, subject }) => ({ id, subject: { name: subject.name } })),
  }
}

/** The routes that the second of two grants opens or closes against the first. Undefined opens nothing. */
export function differenceOf(
  routes: readonly Route[],
  nouns: ProofSubject['nouns'],
  before: ProvableGrant | undefined,
  after: ProvableGrant | undefined,
): Pick<ProofDifference, 'opens' | 'closes'> {
  const proven = after === undefined ? closedProof(routes) : proofOf(routes, { nouns, grants: [after] })
  const differing = (to: ProvableGrant | undefined, from: ProvableGrant | undefined) =>
    routes.flatMap((route, at) => {
      const [example, shaped] = [openedBy(route, to, from), proven[at]]
      return example === undefined || shaped === undefined ? [] : [{ ...shaped, example }]
    })
  return { opens: differing(after, before), closes: differing(before, after) }
}

async function wouldBeLive(
  ctx: MemberContext,
  connection: ConnectionRow,
  { parentId }: GrantRow,
  { expiresAt, usesLeft }: Terms,
): Promise<boolean> {
  if (usesLeft === 0 || (expiresAt !== null && expiresAt <= ctx.services.now())) return false
  return parentId === null || (await requireGrant(ctx, ctx.services.db, connection, parentId)).live
}
