import { holdsCall, insertConnectionBy, keepAnswer } from '@app-connections/db'
import {
  type CreateConnection,
  isByConsent,
  type SingleConnection,
  singleConnectionSchema,
} from '@app-connections/schemas'
import { requireScope } from '../access/require-project.ts'
import { orNameTaken, requireFreeName } from '../connection/name-taken.ts'
import { type Insertion, newConnection } from '../connection/new-connection.ts'
import { shapeSingle } from '../connection/shape.ts'
import { connect } from '../credentials/connect.ts'
import { keyTakenOver } from '../failures/calls.ts'
import { consentNeeded } from '../failures/connections.ts'
import type { MemberContext } from '../procedure/context.ts'
import { once, type Reserved } from '../procedure/idempotency.ts'
import { neededRight, presently } from '../procedure/still-may.ts'

/**
 * Stores a connection: checks the right and the name, validates the credential at the platform, then seals it and
 * writes row and audit event in one statement, which asks once more for the right. That takes three round trips to the database, the look-up of the caller
 * included, and no transaction is open during the call to the platform. A repeat with the same idempotency key gets the
 * first answer.
 *
 * Errors: 403, 404 (a project that the caller may not know), 400 (name taken, credentials refused, a method that is not
 * created here), 409 (idempotency), 502, 503, 504 (the platform).
 */
export async function create({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: CreateConnection
}): Promise<SingleConnection> {
  const { member, services } = ctx
  const projectId = input.projectId ?? null
  requireScope(member, projectId, 'create')
  if (isByConsent(input.app, input.method)) {
    throw consentNeeded(input.app, input.method, services.siteUrl)
  }
  const { idempotencyKey, ...body } = input
  const parse = (kept: unknown) => singleConnectionSchema.parse(kept)
  return once({ ctx, procedure: 'appConnections.create', key: idempotencyKey, body, parse }, (reserved) =>
    createOnce(ctx, input, projectId, reserved),
  )
}

async function createOnce(
  ctx: MemberContext,
  input: CreateConnection,
  projectId: string | null,
  reserved: Reserved | undefined,
): Promise<SingleConnection> {
  const { member, services } = ctx
  const { orgId } = member
  await requireFreeName(services, { orgId, projectId, name: input.name })

  const connected = await connect(services, input.app, input)

  const { app, method, name, description } = input
  const insertion = await newConnection(ctx, { app, method, name, description, projectId }, connected)
  try {
    for (;;) {
      const answer = await write(ctx, insertion, reserved)
      if (answer !== undefined) {
        services.sendNoticesSoon()
        return answer
      }
      requireScope((await presently(ctx)).member, projectId, 'create')
    }
  } catch (error) {
    throw orNameTaken(error, name)
  }
}

/**
 * Writes row, event and notice in one statement; with an idempotency key, in one transaction with the kept answer.
 * Undefined where the caller's right has ended.
 */
async function write(
  ctx: MemberContext,
  { row, event, notice }: Insertion,
  reserved: Reserved | undefined,
): Promise<SingleConnection | undefined> {
  const { member, services } = ctx
  const by = neededRight(ctx, row.project_id ?? null, 'create')
  if (reserved === undefined) {
    const inserted = await insertConnectionBy(services.db, by, row, event, notice)
    return inserted && shapeSingle(inserted, member)
  }
  return services.db.transaction().execute(async (trx) => {
    if (!(await holdsCall(trx, reserved.call, reserved.fence))) throw keyTakenOver()
    const inserted = await insertConnectionBy(trx, by, row, event, notice)
    if (inserted === undefined) return undefined
    const answer = shapeSingle(inserted, member)
    if (!(await keepAnswer(trx, reserved.call, reserved.fence, answer))) throw keyTakenOver()
    return answer
  })
}
