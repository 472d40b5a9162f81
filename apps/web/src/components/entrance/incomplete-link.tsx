import { Notice } from '@/components/ui/notice.tsx'

/** Shown in place of a form whose link has no token. */
export function IncompleteLink() {
  return (
    <Notice look="danger" title="The link is incomplete">
      <p className="text-muted">Copy all of it from where you got it, and open it again.</p>
    </Notice>
  )
}
