import { clsx } from 'clsx'
import type { ReactNode } from 'react'

const looks = {
  good: 'bg-good-soft text-good-ink',
  warn: 'bg-warn-soft text-warn-ink',
  bad: 'bg-danger-soft text-danger-ink',
  plain: 'bg-hover text-muted',
}

export type BadgeLook = keyof typeof looks

/** A state in a word or two. The colour only repeats the words. */
export function Badge({ look, children }: { look: BadgeLook; children: ReactNode }) {
  return (
    <span
      className={clsx(
        'inline-flex h-6 items-center gap-1.5 rounded-full px-2.5 text-xs font-medium whitespace-nowrap',
        looks[look],
      )}
    >
      <span aria-hidden className="size-1.5 rounded-full bg-current" />
      {children}
    </span>
  )
}
