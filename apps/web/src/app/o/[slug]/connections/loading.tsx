import { ConnectionsSkeleton, FiltersSkeleton } from '@/components/connections/list/connections-skeleton.tsx'
import { PageFrame } from '@/components/ui/layout/page-frame.tsx'

export default function Loading() {
  return (
    <PageFrame title="Connections">
      <FiltersSkeleton />
      <ConnectionsSkeleton />
    </PageFrame>
  )
}
