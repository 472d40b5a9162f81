'use client'

import { Button } from '@/components/ui/controls/button.tsx'

/** Moves through the pages of a list by cursor; the browser's Back moves back. */
export function Pager({
  cursor,
  nextCursor,
  busy,
  onGo,
}: {
  /** The cursor of this page; empty for the first. */
  cursor: string
  nextCursor: string | undefined
  busy: boolean
  onGo: (cursor: string) => void
}) {
  if (cursor === '' && nextCursor === undefined) return null
  return (
    <nav aria-label="Pages" className="mt-4 flex justify-between gap-2">
      {cursor === '' ? (
        <span />
      ) : (
        <Button size="small" onClick={() => onGo('')}>
          First page
        </Button>
      )}
      {nextCursor !== undefined && (
        <Button size="small" pending={busy} onClick={() => onGo(nextCursor)}>
          Next page
        </Button>
      )}
    </nav>
  )
}
