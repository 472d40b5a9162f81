import type { Connection } from '@app-connections/schemas'
import { ReconnectButton } from '@/components/connections/connection/reconnect-button.tsx'
import { type AppLabels, methodLabel, scopeLabel } from '@/components/connections/labels.ts'
import { offersChanges, type Roles } from '@/components/connections/rights.ts'
import { Countdown } from '@/components/time/countdown.tsx'
import { List } from '@/components/ui/lists/list.tsx'
import { ConnectionRow } from './connection-row.tsx'

interface ExpiringListProps {
  connections: readonly Connection[]
  roles: Roles
  labels: AppLabels
  /** The path of the list of connections. */
  list: string
}

/** The connections whose credential expires soon or has expired, and is not renewed automatically. */
export function ExpiringList({ connections, roles, labels, list }: ExpiringListProps) {
  return (
    <List label="Expiring connections">
      {connections.map((connection) => (
        <ConnectionRow
          key={connection.id}
          connection={connection}
          list={list}
          badge={
            connection.health.expiresAt !== null && (
              <span className="text-[0.8125rem]">
                <Countdown until={connection.health.expiresAt} />
              </span>
            )
          }
          action={
            offersChanges(roles, connection.projectId) && (
              <ReconnectButton connection={connection} labels={labels} listed />
            )
          }
        >
          {methodLabel(connection, labels)}&nbsp;· {scopeLabel(connection)}
        </ConnectionRow>
      ))}
    </List>
  )
}
