import { ConnectionsSkeleton, FiltersSkeleton } from '@/components/connections/connections-skeleton.tsx'
import { PageFrame } from '@/components/ui/page-frame.tsx'

export default function Loading() {
  return (
    <PageFrame title="Connections">
      <FiltersSkeleton />
      <ConnectionsSkeleton />
    </PageFrame>
  )
}
