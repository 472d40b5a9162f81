import type { Connection } from '@app-connections/schemas'
import { CheckButton } from '@/components/connections/connection/check-button.tsx'
import { ReconnectButton } from '@/components/connections/connection/reconnect-button.tsx'
import { type AppLabels, appLabel } from '@/components/connections/labels.ts'
import { offersChanges, offersUse, type Roles } from '@/components/connections/rights.ts'
import { HealthBadge } from '@/components/health/health-badge.tsx'
import { reasonInWords } from '@/components/health/health-words.ts'
import { Time } from '@/components/time/time.tsx'
import { List } from '@/components/ui/lists/list.tsx'
import { ConnectionRow } from './connection-row.tsx'

interface FailingListProps {
  connections: readonly Connection[]
  roles: Roles
  labels: AppLabels
  /** The path of the list of connections. */
  list: string
}

/** The failing and degraded connections, each with the button that repairs it. */
export function FailingList({ connections, roles, labels, list }: FailingListProps) {
  return (
    <List label="Failing connections">
      {connections.map((connection) => (
        <ConnectionRow
          key={connection.id}
          connection={connection}
          list={list}
          badge={<HealthBadge health={connection.health} />}
          action={<Remedy connection={connection} roles={roles} labels={labels} />}
        >
          {reasonInWords(connection.health, appLabel(connection, labels))}
          {connection.health.since !== null && (
            <>
              {' '}
              Since <Time at={connection.health.since} />.
            </>
          )}
        </ConnectionRow>
      ))}
    </List>
  )
}

/** What repairs a connection: a new credential where only that helps, else a new check. */
function Remedy({ connection, roles, labels }: { connection: Connection; roles: Roles; labels: AppLabels }) {
  const { projectId, health } = connection
  if (health.status === 'reconnect_required') {
    if (offersChanges(roles, projectId))
      return <ReconnectButton connection={connection} labels={labels} urgent listed />
    return <p className="text-[0.8125rem] text-muted">An admin can reconnect it.</p>
  }
  return offersUse(roles, projectId) && <CheckButton connection={connection} listed />
}
