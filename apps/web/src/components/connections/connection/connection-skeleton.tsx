import { Skeleton } from '@/components/ui/layout/skeleton.tsx'

/** A placeholder for a connection: its health, facts and chart. */
export function ConnectionSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Loading the connection</span>
      <Skeleton className="mb-4 h-[5.75rem] rounded-xl" />
      <Skeleton className="mb-8 h-72 rounded-xl lg:h-60" />
      <Skeleton className="mb-3 h-8 w-40" />
      <Skeleton className="mb-8 h-72 rounded-xl" />
      <Skeleton className="mb-3 h-8 w-64" />
      <Skeleton className="h-24 rounded-xl" />
    </div>
  )
}
