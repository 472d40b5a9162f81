import { OverviewSkeleton } from '@/components/overview/overview-skeleton.tsx'
import { PageFrame } from '@/components/ui/layout/page-frame.tsx'

export default function Loading() {
  return (
    <PageFrame title="Overview">
      <OverviewSkeleton />
    </PageFrame>
  )
}
