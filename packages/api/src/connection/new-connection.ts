import type { ConnectionRow, NewAuditEvent, NewConnection, NewNotice } from '@app-connections/db'
import type { Connected } from '@app-connections/providers'
import type { App, Method } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import { connectionEvent } from '../audit/connection-event.ts'
import { sealCredential } from '../credentials/seal.ts'
import { accepted } from '../health/health.ts'
import { connectionNotice } from '../health/notice.ts'
import type { MemberContext } from '../procedure/context.ts'

/** What the caller asked for. */
interface Wanted {
  app: App
  method: Method
  name: string
  description: string | null | undefined
  projectId: string | null
}

/** A connection to insert: its row, its audit event and its notice. */
export interface Insertion {
  row: NewConnection & Pick<ConnectionRow, 'id'>
  event: NewAuditEvent
  notice: NewNotice
}

/** Seals a credential that its platform has accepted, and makes all rows that are stored with it. */
export async function newConnection(ctx: MemberContext, wanted: Wanted, connected: Connected): Promise<Insertion> {
  const { member, services } = ctx
  const { app, method, name, projectId } = wanted
  const record = { orgId: member.orgId, id: uuidv7(), sealRevision: 1 }
  const sealed = sealCredential(await services.keyring.forOrg(record.orgId), record, connected)
  const now = services.now()
  const row = {
    id: record.id,
    org_id: record.orgId,
    project_id: projectId,
    name,
    description: wanted.description ?? null,
    app,
    method,
    credentials: sealed.credentials,
    credentials_hash: sealed.credentialsHash,
    version: 1,
    revision: 1,
    seal_revision: record.sealRevision,
    ...accepted(connected, now),
    created_at: now,
    updated_at: now,
  } satisfies NewConnection
  const event = connectionEvent(ctx, row, 'appConnections.create', { method, ...unverifiedDetail(connected) })
  return { row, event, notice: connectionNotice('connection.created', row, now) }
}

/**
 * The part of an event's detail for a credential that was stored although the platform could not be asked about it. The
 * trail calls it `unproved`, as events of earlier releases do.
 */
export function unverifiedDetail({ unverified }: Connected): { unproved?: string } {
  return unverified === undefined ? {} : { unproved: unverified }
}
