import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'

/** Rows that open. `stale`: the next page is loading. */
export function DisclosureList({ label, stale, children }: { label: string; stale: boolean; children: ReactNode }) {
  return (
    <ol
      aria-label={label}
      aria-busy={stale}
      className={`divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-raised ${stale ? 'opacity-60' : ''}`}
    >
      {children}
    </ol>
  )
}

/** `side` is at the right, on phones below; `children` are shown when the row is open. */
export function Disclosure({
  title,
  more,
  side,
  children,
}: {
  title: ReactNode
  more: ReactNode
  side: ReactNode
  children: ReactNode
}) {
  return (
    <li>
      <details className="group">
        <summary className="flex list-none flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 -outline-offset-2 transition-colors hover:bg-hover/50 [&::-webkit-details-marker]:hidden">
          <ChevronRight aria-hidden className="size-4 shrink-0 text-muted transition-transform group-open:rotate-90" />
          <span className="min-w-0 flex-1 basis-56">
            {title}
            <span className="block truncate text-[0.8125rem] text-muted">{more}</span>
          </span>
          <span className="flex items-center gap-3 text-[0.8125rem] text-muted max-sm:pl-7">{side}</span>
        </summary>
        <div className="grid gap-3 border-t border-line bg-sunken px-4 py-3 sm:pl-11">{children}</div>
      </details>
    </li>
  )
}

/** The facts of an open row by name; absent values are left out. */
export function DisclosedFacts({ facts }: { facts: readonly (readonly [name: string, value: string | null])[] }) {
  return (
    <dl className="grid gap-x-4 gap-y-1 text-[0.8125rem] sm:grid-cols-[8rem_minmax(0,1fr)]">
      {facts.map(
        ([name, value]) =>
          value !== null && (
            <div key={name} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd className="font-mono text-xs/5 break-all max-sm:mb-1">{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}
