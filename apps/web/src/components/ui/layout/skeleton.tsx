import { clsx } from 'clsx'

/** A placeholder. Give it the size of the content, so that nothing moves when the content arrives. */
export function Skeleton({ className }: { className: string }) {
  return <span aria-hidden className={clsx('block animate-pulse rounded bg-hover', className)} />
}

/** Placeholder rows of a table, as high as the real ones. */
export function RowsSkeleton({ label }: { label: string }) {
  return (
    <div role="status">
      <span className="sr-only">{label}</span>
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
