import type { UsesByActor } from '@app-connections/schemas'
import Link from 'next/link'
import { Time } from '@/components/time/time.tsx'
import { List } from '@/components/ui/lists/list.tsx'

/** The most rows shown here; the audit page adds up all of them. */
const mostShown = 8

/** Who used what through grants, the latest first. `list` is the path of the list of connections. */
export function UsesList({ uses, list }: { uses: readonly UsesByActor[]; list: string }) {
  return (
    <List label="Used this week">
      {uses.slice(0, mostShown).map(({ actor, connectionId, connectionName, uses: count, lastUsedAt }) => (
        <li key={`${actor?.id} ${connectionId}`} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
          <p className="min-w-0 flex-1 basis-72 break-words">
            {actor?.name ?? 'App Connections'} used{' '}
            <Link href={`${list}/${connectionId}`} prefetch={false} className="font-medium hover:underline">
              {connectionName}
            </Link>
          </p>
          <p className="text-[0.8125rem] text-muted">
            <span className="tabular-nums">{count === 1 ? 'once' : `${count} times`}</span>&nbsp;·{' '}
            <Time at={lastUsedAt} />
          </p>
        </li>
      ))}
    </List>
  )
}
