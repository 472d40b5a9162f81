'use client'

import { useNow } from './clock.tsx'
import { exactTime, relativeTime } from './relative-time.ts'

/** A time relative to now, with the exact time on hover. */
export function Time({ at }: { at: string }) {
  const now = useNow()
  return (
    <time dateTime={at} title={exactTime(at)} className="whitespace-nowrap">
      {relativeTime(at, now)}
    </time>
  )
}
