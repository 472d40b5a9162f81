import type { ConnectionRow } from '@app-connections/db'
import type { AuditFacts } from './event.ts'

/** What one call is about. Whoever finds the connection that the input names, in the caller's organization, notes it here. */
export interface CallSubject {
  connection: Pick<ConnectionRow, 'id' | 'project_id'> | undefined
}

/** A call that is about nothing yet. */
export function newSubject(): CallSubject {
  return { connection: undefined }
}

/** What the event of a refused call names: the connection, where there is one, else no more than the call. */
export function targetOf({ connection }: CallSubject): Required<Pick<AuditFacts, 'target' | 'projectId'>> {
  return connection === undefined
    ? { target: { type: 'procedure', id: null }, projectId: null }
    : { target: { type: 'app-connection', id: connection.id }, projectId: connection.project_id }
}
