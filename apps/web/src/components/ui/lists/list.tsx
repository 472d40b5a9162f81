import type { ReactNode } from 'react'

/** Rows with controls: beside the name, on phones below it. */
export function List({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul
      aria-label={label}
      className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-raised"
    >
      {children}
    </ul>
  )
}

export function ListRow({ name, more, children }: { name: ReactNode; more: ReactNode; children: ReactNode }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 transition-colors hover:bg-hover/50">
      <div className="min-w-0 flex-1 basis-56">
        <p className="truncate font-medium">{name}</p>
        <p className="truncate text-[0.8125rem] text-muted">{more}</p>
      </div>
      <div className="flex flex-wrap items-center gap-1">{children}</div>
    </li>
  )
}
