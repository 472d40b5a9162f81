import { PageFrame } from '@/components/ui/layout/page-frame.tsx'
import { Notice } from '@/components/ui/notice.tsx'

/** Stands where a page would be that only admins may read. */
export function AdminsOnly({ title }: { title: string }) {
  return (
    <PageFrame title={title}>
      <Notice look="info" title="This page is for admins of the organization">
        <p className="text-muted">Ask one of them for what you need to know or to change.</p>
      </Notice>
    </PageFrame>
  )
}
