import type { ReactNode } from 'react'
import { Skeleton } from '@/components/ui/skeleton.tsx'

/** Heading and frame of the page: the same while it loads and after. */
export function ConnectionsFrame({
  count,
  more = false,
  action,
  children,
}: {
  /** How many are shown, and whether there are more. */
  count?: number | undefined
  more?: boolean
  action?: ReactNode
  children: ReactNode
}) {
  return (
    <div className="mx-auto max-w-5xl px-4 py-5 sm:px-8 sm:py-8">
      <div className="mb-5 flex min-h-8 items-center justify-between gap-3">
        <h1 className="text-xl font-semibold tracking-tight">
          Connections
          {count !== undefined && count > 0 && (
            <span className="ml-2 text-sm font-normal text-muted tabular-nums">{more ? `${count}+` : count}</span>
          )}
        </h1>
        {action}
      </div>
      {children}
    </div>
  )
}

/** Rows to come, as high as the real ones. */
export function ConnectionsSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Loading connections</span>
      <div className="overflow-hidden rounded-xl border border-line bg-surface">
        <div className="h-9 border-b border-line bg-sunken" />
        {['w-40', 'w-56', 'w-48', 'w-36'].map((width) => (
          <div key={width} className="flex h-14 items-center gap-4 border-b border-line px-4 last:border-b-0">
            <Skeleton className={`h-4 ${width}`} />
            <Skeleton className="ml-auto h-4 w-20" />
          </div>
        ))}
      </div>
    </div>
  )
}
