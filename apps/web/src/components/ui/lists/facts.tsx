import { clsx } from 'clsx'
import type { ReactNode } from 'react'

/** Names and values, side by side. */
export function Facts({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 rounded-xl border border-line bg-surface px-4 py-4 shadow-raised sm:px-5 lg:grid-cols-3">
      {children}
    </dl>
  )
}

/** `wide`: a long value, which has its own row on phones. */
export function Fact({ name, wide = false, children }: { name: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={clsx('grid min-w-0 content-start gap-0.5', wide && 'max-lg:col-span-2')}>
      <dt className="text-[0.8125rem] text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  )
}
