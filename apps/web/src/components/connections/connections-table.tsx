import type { Connection } from '@app-connections/schemas'
import { Time } from '@/components/time/time.tsx'
import { Button } from '@/components/ui/button.tsx'
import type { AppLabels } from './labels.ts'

interface ConnectionsTableProps {
  connections: readonly Connection[]
  labels: AppLabels
  removable: (connection: Connection) => boolean
  /** Somebody is about to remove something: time to load what asks them. */
  onReachForRemove: () => void
  onRemove: (connection: Connection) => void
}

const cellStyle = 'px-4 py-3 align-middle'
/** On phones these columns give way to a second line below the name. */
const wideOnly = 'max-md:hidden'

export function ConnectionsTable({
  connections,
  labels,
  removable,
  onReachForRemove,
  onRemove,
}: ConnectionsTableProps) {
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-surface shadow-raised">
      <table className="w-full text-left">
        <thead className="border-b border-line bg-sunken text-[0.8125rem] text-muted">
          <tr className="h-9 *:px-4 *:font-medium">
            <th scope="col">Name</th>
            <th scope="col" className={wideOnly}>
              Method
            </th>
            <th scope="col" className={wideOnly}>
              Scope
            </th>
            <th scope="col" className={wideOnly}>
              Version
            </th>
            <th scope="col" className={wideOnly}>
              Created
            </th>
            <th scope="col">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {connections.map((connection) => (
            <tr key={connection.id} className="h-14 transition-colors hover:bg-hover/50">
              <th scope="row" className={`${cellStyle} max-w-0 w-full font-normal`}>
                <p className="truncate font-medium" title={connection.name}>
                  {connection.name}
                </p>
                {connection.description && (
                  <p className="truncate text-[0.8125rem] text-muted" title={connection.description}>
                    {connection.description}
                  </p>
                )}
                <p className="mt-0.5 text-[0.8125rem] text-muted md:hidden">
                  {appLabel(connection, labels)}&nbsp;· {scopeLabel(connection)}&nbsp;·{' '}
                  <Time at={connection.createdAt} />
                </p>
              </th>
              <td className={`${cellStyle} ${wideOnly} whitespace-nowrap`}>{methodLabel(connection, labels)}</td>
              <td className={`${cellStyle} ${wideOnly} max-w-48 truncate`}>{scopeLabel(connection)}</td>
              <td className={`${cellStyle} ${wideOnly} text-muted tabular-nums`}>{connection.version}</td>
              <td className={`${cellStyle} ${wideOnly} text-muted`}>
                <Time at={connection.createdAt} />
              </td>
              <td className={`${cellStyle} pl-0 text-right`}>
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
      </table>
    </div>
  )
}

function appLabel({ app }: Connection, labels: AppLabels): string {
  return labels[app]?.name ?? app
}

function methodLabel(connection: Connection, labels: AppLabels): string {
  const { app, method } = connection
  return `${appLabel(connection, labels)} ${labels[app]?.methods[method] ?? method}`
}

function scopeLabel({ project }: Connection): string {
  return project === null ? 'Organization' : project.name
}
