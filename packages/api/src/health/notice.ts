import type { ConnectionRow, NewNotice } from '@app-connections/db'
import type { ConnectionEvent, ConnectionPayload } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import { isFailing, readHealth } from './health.ts'
import { requireKind } from './kind.ts'

/** What a notice says of a connection, in its state after the event. */
export type NoticeSubject = Pick<
  ConnectionRow,
  'id' | 'org_id' | 'project_id' | 'name' | 'app' | 'method' | 'health' | 'health_reason' | 'credential_expires_at'
>

/** The notice of an event. It is stored in one statement with the change that it reports. */
export function connectionNotice(
  type: ConnectionEvent,
  subject: NoticeSubject,
  now: Date,
  more: Pick<ConnectionPayload['data'], 'lease'> = {},
): NewNotice {
  const payload: ConnectionPayload = {
    type,
    timestamp: now.toISOString(),
    data: {
      ...requireKind(subject.app, subject.method),
      id: subject.id,
      name: subject.name,
      orgId: subject.org_id,
      projectId: subject.project_id,
      health: readHealth(subject),
      ...more,
    },
  }
  return {
    id: uuidv7(),
    org_id: subject.org_id,
    type,
    connection_id: subject.id,
    payload: JSON.stringify(payload),
    created_at: now,
  }
}

/**
 * The notice of a change of health: that a connection now needs somebody to act, or no longer does. A platform that is
 * out of reach leaves no notice: that is temporary, and concerns every connection there.
 */
export function healthNotice(
  row: ConnectionRow,
  change: { health: string; health_reason: string },
  now: Date,
): NewNotice | undefined {
  const [before, after] = [isFailing(row), isFailing(change)]
  const subject = { ...row, ...change }
  if (after && !(before && row.health === change.health)) return connectionNotice('connection.failed', subject, now)
  if (before && change.health === 'healthy') return connectionNotice('connection.recovered', subject, now)
  return undefined
}
