import { Notice } from '@/components/ui/notice.tsx'

/** Stands where a form would be, if the link had its token. */
export function IncompleteLink() {
  return (
    <Notice look="danger" title="The link is incomplete">
      <p className="text-muted">Open it again from where you got it, and copy all of it.</p>
    </Notice>
  )
}
