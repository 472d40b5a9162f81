import { PageFrame } from '@/components/ui/page-frame.tsx'
import { RowsSkeleton } from '@/components/ui/skeleton.tsx'

export default function Loading() {
  return (
    <PageFrame title="Connections">
      <div className="mb-4 h-9" />
      <RowsSkeleton label="Loading connections" />
    </PageFrame>
  )
}
