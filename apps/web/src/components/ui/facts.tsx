import type { ReactNode } from 'react'

/** Names and values, side by side. */
export function Facts({ children }: { children: ReactNode }) {
  return (
    <dl className="grid gap-x-8 gap-y-4 rounded-xl border border-line bg-surface px-4 py-4 shadow-raised sm:grid-cols-2 sm:px-5 lg:grid-cols-3">
      {children}
    </dl>
  )
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid min-w-0 content-start gap-0.5">
      <dt className="text-[0.8125rem] text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  )
}
