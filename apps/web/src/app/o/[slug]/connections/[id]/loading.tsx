import { PageFrame } from '@/components/ui/page-frame.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'

export default function Loading() {
  return (
    <PageFrame title={<Skeleton className="inline-block h-5 w-48" />}>
      <div role="status" className="grid gap-4">
        <span className="sr-only">Loading the connection</span>
        <Skeleton className="h-24" />
        <Skeleton className="h-36" />
      </div>
    </PageFrame>
  )
}
