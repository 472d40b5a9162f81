import { RowsSkeleton, Skeleton } from '@/components/ui/layout/skeleton.tsx'
import { countsGrid } from './counts.tsx'

/** A placeholder for the overview. */
export function OverviewSkeleton() {
  return (
    <>
      <div aria-hidden className={countsGrid}>
        {['healthy', 'reconnect', 'degraded', 'expiring', 'unchecked'].map((each) => (
          <Skeleton key={each} className="h-[4.75rem] rounded-xl max-lg:first:col-span-2" />
        ))}
      </div>
      <Skeleton className="mb-4 h-6 w-40" />
      <RowsSkeleton label="Loading the overview" />
    </>
  )
}
