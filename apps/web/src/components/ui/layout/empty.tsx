import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

/** Shown where there is nothing yet: it says what would be here, and how to create it. */
export function Empty({
  Icon,
  title,
  action,
  children,
}: {
  Icon: LucideIcon
  title: string
  action?: ReactNode
  children: ReactNode
}) {
  return (
    <div className="grid justify-items-center gap-4 rounded-xl border border-dashed border-control px-5 py-14 text-center">
      <span className="grid size-10 place-items-center rounded-lg border border-line bg-surface shadow-raised">
        <Icon className="size-5 text-accent-ink" aria-hidden />
      </span>
      <div className="grid max-w-2xl justify-items-center gap-1.5">
        <h2 className="text-base font-semibold tracking-tight">{title}</h2>
        <div className="text-balance text-muted">{children}</div>
      </div>
      {action}
    </div>
  )
}
