import type { ConnectionRow } from '@app-connections/db'
import type { AuditFacts } from './event.ts'

/**
 * What one call is about. The operation sets it when it finds the connection that the input names, in the caller's
 * organization, also where the caller may not know of it.
 */
export interface CallSubject {
  connection: Pick<ConnectionRow, 'id' | 'project_id'> | undefined
}

/** The subject of a call that has not found one yet. */
export function newSubject(): CallSubject {
  return { connection: undefined }
}

/** The target in the event of a refused call: the connection that the call is about, else the procedure alone. */
export function targetOf({ connection }: CallSubject): Required<Pick<AuditFacts, 'target' | 'projectId'>> {
  return connection === undefined
    ? { target: { type: 'procedure', id: null }, projectId: null }
    : { target: { type: 'app-connection', id: connection.id }, projectId: connection.project_id }
}
