import type { ConnectionRow } from '@app-connections/db'
import type { OperationError } from '../failures/operation-error.ts'
import type { AuditFacts } from './event.ts'

/** What a failure is about: as an audit event names it. */
type About = Required<Pick<AuditFacts, 'target' | 'projectId'>>

/** By the failure itself: errors of providers know nothing of connections, and callers are told nothing of this. */
const known = new WeakMap<object, About>()

/** Notes that a failure is about a connection of the caller's organization, and gives it back. */
export function about<E>(row: Pick<ConnectionRow, 'id' | 'project_id'>, error: E): E {
  if (typeof error !== 'object' || error === null) return error
  known.set(error, { target: { type: 'app-connection', id: row.id }, projectId: row.project_id })
  return error
}

/** The 404 of a connection that is not there, and of one that the caller may not know; the latter is noted as about it. */
export function notFound(
  failure: OperationError,
  row: Pick<ConnectionRow, 'id' | 'project_id'> | undefined,
): OperationError {
  return row === undefined ? failure : about(row, failure.hiding())
}

/** Does what is about a connection: a failure of it is noted as that. */
export async function doneAbout<T>(row: Pick<ConnectionRow, 'id' | 'project_id'>, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    throw about(row, error)
  }
}

/** What the event of a refused call says it is about: the connection, where there is one, else no more than the call. */
export function aboutOf(error: unknown): About {
  const found = typeof error === 'object' && error !== null ? known.get(error) : undefined
  return found ?? { target: { type: 'procedure', id: null }, projectId: null }
}
