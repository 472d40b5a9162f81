import { ConnectionSkeleton } from '@/components/connections/connection/connection-skeleton.tsx'
import { PageFrame } from '@/components/ui/layout/page-frame.tsx'
import { Skeleton } from '@/components/ui/layout/skeleton.tsx'

export default function Loading() {
  return (
    <PageFrame title={<Skeleton className="inline-block h-5 w-48" />}>
      <ConnectionSkeleton />
    </PageFrame>
  )
}
