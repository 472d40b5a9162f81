import { ConnectionSkeleton } from '@/components/connections/connection/connection-skeleton.tsx'
import { PageFrame } from '@/components/ui/page-frame.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'

export default function Loading() {
  return (
    <PageFrame title={<Skeleton className="inline-block h-5 w-48" />}>
      <ConnectionSkeleton />
    </PageFrame>
  )
}
