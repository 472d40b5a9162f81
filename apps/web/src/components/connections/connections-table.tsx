import type { Connection } from '@app-connections/schemas'
import Link from 'next/link'
import { HealthBadge } from '@/components/health/health-badge.tsx'
import { Time } from '@/components/time/time.tsx'
import { Button } from '@/components/ui/button.tsx'
import {
  ActionsCell,
  ActionsHead,
  Cell,
  NameCell,
  Row,
  Table,
  TableBody,
  TableHead,
  wideOnly,
} from '@/components/ui/table.tsx'
import { type AppLabels, methodLabel } from './labels.ts'

interface ConnectionsTableProps {
  connections: readonly Connection[]
  labels: AppLabels
  /** The path of the list: each connection's page is below it. */
  path: string
  removable: (connection: Connection) => boolean
  /** Somebody is about to remove something: time to load what asks them. */
  onReachForRemove: () => void
  onRemove: (connection: Connection) => void
}

export function ConnectionsTable({
  connections,
  labels,
  path,
  removable,
  onReachForRemove,
  onRemove,
}: ConnectionsTableProps) {
  return (
    <Table label="Connections">
      <TableHead>
        <th scope="col">Name</th>
        <th scope="col" className={wideOnly}>
          Health
        </th>
        <th scope="col" className={wideOnly}>
          Method
        </th>
        <th scope="col" className={wideOnly}>
          Scope
        </th>
        <th scope="col" className={wideOnly}>
          Created
        </th>
        <ActionsHead />
      </TableHead>
      <TableBody>
        {connections.map((connection) => (
          <Row key={connection.id}>
            <NameCell>
              <Link
                href={`${path}/${connection.id}`}
                prefetch={false}
                className="block truncate font-medium hover:underline"
                title={connection.name}
              >
                {connection.name}
              </Link>
              {connection.description && (
                <p className="truncate text-[0.8125rem] text-muted" title={connection.description}>
                  {connection.description}
                </p>
              )}
              <div className="mt-1.5 grid justify-items-start gap-1.5 text-[0.8125rem] text-muted md:hidden">
                <HealthBadge health={connection.health} />
                <p>
                  {methodLabel(connection, labels)}&nbsp;· {scopeLabel(connection)}&nbsp;·{' '}
                  <Time at={connection.createdAt} />
                </p>
              </div>
            </NameCell>
            <Cell className={wideOnly}>
              <HealthBadge health={connection.health} />
            </Cell>
            <Cell className={`${wideOnly} whitespace-nowrap`}>{methodLabel(connection, labels)}</Cell>
            <Cell className={`${wideOnly} max-w-48 truncate`}>{scopeLabel(connection)}</Cell>
            <Cell className={`${wideOnly} text-muted`}>
              <Time at={connection.createdAt} />
            </Cell>
            <ActionsCell>
              {removable(connection) && (
                <Button
                  look="quiet"
                  size="small"
                  aria-label={`Delete ${connection.name}`}
                  onPointerEnter={onReachForRemove}
                  onFocus={onReachForRemove}
                  onClick={() => onRemove(connection)}
                >
                  Delete
                </Button>
              )}
            </ActionsCell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}

/** The name of the scope a connection belongs to. */
export function scopeLabel({ project }: Connection): string {
  return project === null ? 'Organization' : project.name
}
