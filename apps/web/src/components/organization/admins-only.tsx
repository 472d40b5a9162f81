import { PageFrame } from '@/components/ui/layout/page-frame.tsx'
import { Notice } from '@/components/ui/notice.tsx'

/** Shown in place of a page that only admins may read. */
export function AdminsOnly({ title }: { title: string }) {
  return (
    <PageFrame title={title}>
      <Notice look="info" title="Only admins of the organization can see this page">
        <p className="text-muted">Ask an admin for what you need to know or change.</p>
      </Notice>
    </PageFrame>
  )
}
