import { type ConnectionRow, replaceCredential, updateConnection } from '@app-connections/db'
import type { Connected } from '@app-connections/providers'
import { replacement, type SingleConnection, type UpdateConnection } from '@app-connections/schemas'
import { connectionEvent } from '../audit/connection-event.ts'
import { revisionOf } from '../connection/etag.ts'
import { findConnection } from '../connection/find.ts'
import { orNameTaken, requireFreeName } from '../connection/name-taken.ts'
import { newCredential } from '../connection/new-credential.ts'
import { shapeSingle } from '../connection/shape.ts'
import { connect } from '../credentials/connect.ts'
import { changedSince, credentialMisfit } from '../failures/connections.ts'
import type { MemberContext } from '../procedure/context.ts'
import { neededRight, presently } from '../procedure/still-may.ts'

/**
 * Changes name, description or credentials. New credentials are first validated at the platform, then replace all of
 * the old ones. An input that equals what is stored changes nothing, not even `updatedAt`.
 *
 * Errors: 403, 404, 400 (another app, name taken, credentials refused or not fitting the method), 412 (`If-Match`, or
 * others changed it at every attempt), 502, 503, 504 (the platform).
 */
export async function update({
  ctx,
  input,
}: {
  ctx: MemberContext
  input: UpdateConnection
}): Promise<SingleConnection> {
  const found = await findConnection(ctx, input, 'edit')
  revisionOf(input.ifMatch, found)
  if (input.name !== undefined && input.name !== found.name) {
    const { org_id: orgId, project_id: projectId } = found
    await requireFreeName(ctx.services, { orgId, projectId, name: input.name })
  }
  const connected = input.credentials === undefined ? undefined : await validate(ctx, found, input)
  for (let attempt = 1, state = found; ; attempt += 1) {
    const row = await write(ctx, input, state, connected)
    if (row !== undefined) return shapeSingle(row, ctx.member)
    // Changed or renewed by others since it was read, which a caller without `If-Match` does not learn of; or the caller
    // has lost the right.
    if (attempt === mostAttempts) throw changedSince()
    state = await findConnection(await presently(ctx), input, 'edit')
    revisionOf(input.ifMatch, state)
  }
}

/** Each attempt loses against another change. This is more than can be under way at once. */
const mostAttempts = 50

/**
 * Writes the changes to a connection in the state in which it was read; undefined where that state is no longer stored.
 */
async function write(
  ctx: MemberContext,
  input: UpdateConnection,
  found: ConnectionRow,
  connected: Connected | undefined,
): Promise<ConnectionRow | undefined> {
  const name = input.name === found.name ? undefined : input.name
  const description = input.description === found.description ? undefined : input.description
  if (name === undefined && description === undefined && connected === undefined) return found
  const replaced = connected && (await newCredential(ctx, found, connected))
  const changes = {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    revision: found.revision + 1,
    updated_at: ctx.services.now(),
  }
  const named = { ...found, name: name ?? found.name }
  const event = connectionEvent(ctx, named, 'appConnections.update', {
    changed: [
      ...(name === undefined ? [] : ['name']),
      ...(description === undefined ? [] : ['description']),
      ...(connected === undefined ? [] : ['credentials']),
    ],
    sealRevision: replaced?.changes.seal_revision ?? found.seal_revision,
  })
  const { db, sendNoticesSoon } = ctx.services
  try {
    // A renewal in between is no change of the caller's state. It conflicts only where the credential itself is
    // replaced.
    const by = neededRight(ctx, found.project_id, 'edit')
    const state = { orgId: found.org_id, id: found.id, revision: found.revision, by }
    const row =
      replaced === undefined
        ? await updateConnection(db, state, changes, event)
        : await replaceCredential(
            db,
            { ...replaced.state, by },
            { ...replaced.changes, ...changes },
            event,
            replaced.noticeFor,
          )
    // A change of name or description leaves no notice.
    if (row !== undefined && replaced !== undefined) sendNoticesSoon()
    return row
  } catch (error) {
    throw orNameTaken(error, named.name)
  }
}

/** Checks new credentials at the platform by the connection's method, which never changes. */
async function validate(ctx: MemberContext, found: ConnectionRow, input: UpdateConnection): Promise<Connected> {
  const credentials = replacement(input.app, found.method, input.credentials ?? {})
  if (credentials === undefined) {
    throw credentialMisfit(input.app, found.method)
  }
  return connect(ctx.services, input.app, credentials)
}
