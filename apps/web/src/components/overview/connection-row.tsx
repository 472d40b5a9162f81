import type { Connection } from '@app-connections/schemas'
import Link from 'next/link'
import type { ReactNode } from 'react'

interface ConnectionRowProps {
  connection: Connection
  /** The path of the list of connections: the page of this one is below it. */
  list: string
  badge?: ReactNode
  action: ReactNode
  /** The text below the name, a line or two. */
  children: ReactNode
}

/** A connection that needs attention. On phones its button is below the text. */
export function ConnectionRow({ connection, list, badge, action, children }: ConnectionRowProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-3">
      <div className="grid min-w-0 flex-1 basis-72 gap-0.5">
        <div className="flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-1">
          <Link
            href={`${list}/${connection.id}`}
            prefetch={false}
            title={connection.name}
            className="min-w-0 truncate font-medium hover:underline"
          >
            {connection.name}
          </Link>
          {badge}
        </div>
        <p className="text-[0.8125rem] text-muted">{children}</p>
      </div>
      {action}
    </li>
  )
}
