'use client'

import { Button } from '@/components/ui/controls/button.tsx'

/** Moves through the pages of a list whose length is known. */
export function NumberedPager({
  page,
  perPage,
  shown,
  total,
  busy,
  onGo,
}: {
  page: number
  perPage: number
  /** How many rows this page has. */
  shown: number
  total: number
  busy: boolean
  onGo: (page: number) => void
}) {
  if (total <= perPage) return null
  const first = (page - 1) * perPage + 1
  return (
    <nav aria-label="Pages" className="mt-4 flex flex-wrap items-center justify-between gap-2">
      <p className="text-muted tabular-nums">{`${first}–${first + shown - 1} of ${total}`}</p>
      <div className="flex gap-2">
        {page > 1 && (
          <Button size="small" pending={busy} onClick={() => onGo(page - 1)}>
            Previous page
          </Button>
        )}
        {first + shown <= total && (
          <Button size="small" pending={busy} onClick={() => onGo(page + 1)}>
            Next page
          </Button>
        )}
      </div>
    </nav>
  )
}
