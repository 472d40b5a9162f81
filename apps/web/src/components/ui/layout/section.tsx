import { type ReactNode, useId } from 'react'

/** A part of a page with its own heading. */
export function Section({
  title,
  lead,
  action,
  children,
}: {
  title: string
  lead?: ReactNode
  action?: ReactNode
  children: ReactNode
}) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="mb-8 last:mb-0">
      <div className="mb-3 grid gap-1">
        <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-3 gap-y-2">
          <h2 id={id} className="text-base font-semibold tracking-tight">
            {title}
          </h2>
          {action}
        </div>
        {lead && <p className="max-w-2xl text-muted">{lead}</p>}
      </div>
      {children}
    </section>
  )
}
