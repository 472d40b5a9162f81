import { PageFrame } from './page-frame.tsx'
import { RowsSkeleton } from './skeleton.tsx'

/** A page of rows while the server reads it: its heading, and placeholder rows. */
export function PageLoading({ title, label }: { title: string; label: string }) {
  return (
    <PageFrame title={title}>
      <RowsSkeleton label={label} />
    </PageFrame>
  )
}
