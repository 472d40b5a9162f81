import type { ConnectionChange } from '@app-connections/schemas'
import { actionInWords } from '@app-connections/schemas'
import Link from 'next/link'
import { outcomeInWords } from '@/components/audit/outcome-words.ts'
import { Time } from '@/components/time/time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { List } from '@/components/ui/lists/list.tsx'

/** After these actions the connection has no page. */
const gone: readonly string[] = ['appConnections.remove', 'appConnections.erase', 'appConnections.revokeUpstream']

/** The most changes shown here; the audit trail has all of them. */
const mostShown = 8

/** The recent changes of connections, newest first. `list` is the path of the list of connections. */
export function ChangesList({ changes, list }: { changes: readonly ConnectionChange[]; list: string }) {
  return (
    <List label="Changes of this week">
      {changes.slice(0, mostShown).map(({ at, action, outcome, connectionId, connectionName, actor }) => (
        <li key={`${at} ${action} ${connectionId}`} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
          <p className="min-w-0 flex-1 basis-72">
            {actionInWords(action)}{' '}
            <Changed id={connectionId} name={connectionName} page={!gone.includes(action)} list={list} />
          </p>
          <p className="flex items-center gap-2 text-[0.8125rem] text-muted">
            {outcome !== 'success' && <Badge look="bad">{outcomeInWords(outcome)}</Badge>}
            <span>
              {actor?.name ?? 'App Connections'}&nbsp;· <Time at={at} />
            </span>
          </p>
        </li>
      ))}
    </List>
  )
}

/** The connection that was changed, as it was called then; a link where it still has a `page`. */
function Changed({ id, name, page, list }: { id: string; name: string; page: boolean; list: string }) {
  if (!page || name === '') return <span className="font-medium break-words">{name}</span>
  return (
    <Link href={`${list}/${id}`} prefetch={false} className="font-medium break-words hover:underline">
      {name}
    </Link>
  )
}
