import type { Connection, ConnectionSort } from '@app-connections/schemas'
import Link from 'next/link'
import { HealthBadge } from '@/components/health/health-badge.tsx'
import { Time } from '@/components/time/time.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { SortHead } from '@/components/ui/lists/sort-head.tsx'
import { ActionsHead, Table, TableHead } from '@/components/ui/lists/table.tsx'
import { type AppLabels, methodLabel, scopeLabel } from '../labels.ts'

interface ConnectionsTableProps {
  connections: readonly Connection[]
  labels: AppLabels
  /** The path of the list; each connection's page is below it. */
  path: string
  order: { sort: ConnectionSort; direction: 'asc' | 'desc' }
  onSort: (by: ConnectionSort) => void
  removable: (connection: Connection) => boolean
  /** Called when a delete button gets the pointer or focus, to load its dialog. */
  onReachForRemove: () => void
  onRemove: (connection: Connection) => void
}

/** Hidden on phones, where the card shows it elsewhere or not at all. */
const tableOnly = 'px-3 py-3 align-middle max-sm:hidden'
const cell = 'px-3 py-3 align-middle first:pl-4 max-sm:block max-sm:p-0 max-sm:first:pl-0'
const quiet = 'max-sm:text-[0.8125rem] max-sm:text-muted'

/** A table. On phones each row is a card that opens its connection when touched anywhere. */
export function ConnectionsTable(props: ConnectionsTableProps) {
  const { connections, labels, path, order, onSort, removable, onReachForRemove, onRemove } = props
  const sortHead = (by: ConnectionSort, name: string, className?: string) => (
    <SortHead
      sorted={order.sort === by ? order.direction : undefined}
      onSort={() => onSort(by)}
      {...(className === undefined ? {} : { className })}
    >
      {name}
    </SortHead>
  )
  return (
    <Table label="Connections" cards>
      <TableHead>
        {sortHead('name', 'Name')}
        {sortHead('health', 'Health')}
        <th scope="col" className="max-lg:hidden">
          Method
        </th>
        <th scope="col" className="md:max-lg:hidden">
          Scope
        </th>
        {sortHead('lastSuccessAt', 'Last worked', 'max-xl:hidden')}
        {sortHead('createdAt', 'Created', 'max-xl:hidden')}
        <ActionsHead />
      </TableHead>
      <tbody className="divide-y divide-line max-sm:block max-sm:divide-y-0 max-sm:space-y-2">
        {connections.map((connection) => (
          <tr
            key={connection.id}
            className="h-14 transition-colors hover:bg-hover/50 max-sm:relative max-sm:grid max-sm:h-auto max-sm:grid-cols-[minmax(0,1fr)_auto] max-sm:items-center max-sm:gap-x-3 max-sm:gap-y-1 max-sm:rounded-xl max-sm:border max-sm:border-line max-sm:bg-surface max-sm:p-4 max-sm:shadow-raised"
          >
            <th scope="row" className={`${cell} w-full max-w-0 text-left font-normal max-sm:max-w-none`}>
              <Link
                href={`${path}/${connection.id}`}
                prefetch={false}
                className="block truncate font-medium hover:underline max-sm:after:absolute max-sm:after:inset-0 max-sm:after:rounded-xl"
                title={connection.name}
              >
                {connection.name}
              </Link>
              {connection.description && (
                <p className="truncate text-[0.8125rem] text-muted" title={connection.description}>
                  {connection.description}
                </p>
              )}
            </th>
            <td className={`${cell} max-sm:self-start`}>
              <HealthBadge health={connection.health} />
            </td>
            <td className={`${cell} ${quiet} whitespace-nowrap max-sm:col-span-2 sm:max-lg:hidden`}>
              {methodLabel(connection, labels)}
              <span className="sm:hidden">&nbsp;· {scopeLabel(connection)}</span>
            </td>
            <td className={`${tableOnly} max-w-44 truncate md:max-lg:hidden`}>{scopeLabel(connection)}</td>
            <td className={`${tableOnly} text-muted max-xl:hidden`}>{lastWorked(connection)}</td>
            <td className={`${cell} ${quiet} text-muted sm:max-xl:hidden`}>
              <span className="sm:hidden">Created </span>
              <Time at={connection.createdAt} />
            </td>
            <td className="py-3 pr-4 text-right align-middle max-sm:relative max-sm:-my-1 max-sm:-mr-2 max-sm:block max-sm:p-0">
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
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function lastWorked({ health }: Connection) {
  return health.lastSuccessAt === null ? 'Never' : <Time at={health.lastSuccessAt} />
}
