import type { ConnectionRow, NewNotice } from '@app-connections/db'
import type { WebhookEvent, WebhookPayload } from '@app-connections/schemas'
import { v7 as uuidv7 } from 'uuid'
import { isFailing, readHealth } from './health.ts'
import { requireKind } from './kind.ts'

/** As much of a connection as a notice tells, as it is after what happened. */
export type Told = Pick<
  ConnectionRow,
  'id' | 'org_id' | 'project_id' | 'name' | 'app' | 'method' | 'health' | 'health_reason' | 'credential_expires_at'
>

/** The notice that something happened to a connection. It is stored with what it tells of, in one statement. */
export function connectionNotice(type: WebhookEvent, told: Told, now: Date): NewNotice {
  const payload: WebhookPayload = {
    type,
    timestamp: now.toISOString(),
    data: {
      ...requireKind(told.app, told.method),
      id: told.id,
      name: told.name,
      orgId: told.org_id,
      projectId: told.project_id,
      health: readHealth(told),
    },
  }
  return {
    id: uuidv7(),
    org_id: told.org_id,
    type,
    connection_id: told.id,
    payload: JSON.stringify(payload),
    created_at: now,
  }
}

/**
 * What a change of health tells, if anything: that a connection now needs somebody to act, or no longer does. A platform
 * that is merely out of reach tells nothing: that passes, and every connection would.
 */
export function healthNotice(
  row: ConnectionRow,
  change: { health: string; health_reason: string },
  now: Date,
): NewNotice | undefined {
  const [before, after] = [isFailing(row), isFailing(change)]
  const told = { ...row, ...change }
  if (after && !(before && row.health === change.health)) return connectionNotice('connection.failed', told, now)
  if (before && change.health === 'healthy') return connectionNotice('connection.recovered', told, now)
  return undefined
}
