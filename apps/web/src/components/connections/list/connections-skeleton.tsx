import { Skeleton } from '@/components/ui/layout/skeleton.tsx'

const rows = ['w-40', 'w-56', 'w-48', 'w-36', 'w-44', 'w-52']

/** A placeholder for search and filters. */
export function FiltersSkeleton() {
  return (
    <div aria-hidden className="mb-4 grid grid-cols-2 gap-2 sm:flex sm:flex-wrap">
      <Skeleton className="col-span-2 h-9 flex-1 basis-52 rounded-md max-xl:basis-full" />
      {['health', 'method', 'scope', 'order'].map((each) => (
        <Skeleton
          key={each}
          className={`h-9 flex-1 basis-36 rounded-md sm:max-w-52 ${each === 'order' ? 'xl:hidden' : ''}`}
        />
      ))}
    </div>
  )
}

/** Rows of the list to come, as high as the real ones; on phones cards. */
export function ConnectionsSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Loading connections</span>
      <div className="overflow-hidden rounded-xl border border-line bg-surface max-sm:hidden">
        <div className="h-9 border-b border-line bg-sunken" />
        {rows.map((width) => (
          // Columns of their own: a part of a row that is painted before the rest does not move when that arrives.
          <div
            key={width}
            className="grid h-14 grid-cols-[minmax(0,1fr)_6rem_8rem_6rem_3rem] items-center gap-6 border-b border-line px-4 last:border-b-0 max-md:grid-cols-[minmax(0,1fr)_6rem_6rem_3rem]"
          >
            <Skeleton className={`h-4 ${width}`} />
            <Skeleton className="h-6 rounded-full" />
            <Skeleton className="h-4 max-md:hidden" />
            <Skeleton className="h-4" />
            <Skeleton className="h-4" />
          </div>
        ))}
      </div>
      <div className="grid gap-2 sm:hidden">
        {rows.map((width) => (
          <div key={width} className="grid h-28 content-between rounded-xl border border-line bg-surface p-4">
            <div className="flex justify-between gap-3">
              <Skeleton className={`h-4 ${width}`} />
              <Skeleton className="h-6 w-20 rounded-full" />
            </div>
            <Skeleton className="h-4 w-44" />
            <Skeleton className="h-4 w-28" />
          </div>
        ))}
      </div>
    </div>
  )
}
