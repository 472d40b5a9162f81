import { compiledOnce } from '../engine/compiled-once.ts'
import type { Queryable } from '../engine/database.ts'
import type { ConnectionRow } from '../tables/connections.ts'
import type { OrgId } from '../tables/org-id.ts'
import { orders } from './order.ts'
import { type ConnectionScopes, ofIds, ofScopes } from './scopes.ts'

type AvailableConnection = Pick<ConnectionRow, 'id' | 'org_id' | 'project_id' | 'name'>

interface AvailableFilter {
  orgId: OrgId
  projectIds: readonly string[]
  app: string
  limit: number
}

/** The few columns of one app's connections that callers who may connect with them see, by name. */
export async function selectAvailableConnections(
  db: Queryable,
  { organizationLevel, ...filter }: AvailableFilter & { organizationLevel: boolean },
): Promise<AvailableConnection[]> {
  return (organizationLevel ? availableToAll : availableInProjects)(db, filter)
}

/** The same columns of the connections with these ids, in the order of the ids. */
export async function selectAvailableOfIds(
  db: Queryable,
  scopes: ConnectionScopes,
  ids: readonly string[],
): Promise<AvailableConnection[]> {
  return ofIds(db, scopes, ids).select(['id', 'org_id', 'project_id', 'name']).execute()
}

const availableToAll = availableIn(true)
const availableInProjects = availableIn(false)

function availableIn(organizationLevel: boolean) {
  return compiledOnce<AvailableFilter>()((db, { param }) =>
    ofScopes(db, { orgId: param('orgId'), organizationLevel, projectIds: param('projectIds') })
      .select(['id', 'org_id', 'project_id', 'name'])
      .where('app', '=', param('app'))
      .orderBy(orders.name.by)
      .orderBy('id')
      .limit(param('limit')),
  )
}
