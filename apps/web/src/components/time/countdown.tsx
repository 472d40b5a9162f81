'use client'

import { clsx } from 'clsx'
import { useNow } from './clock.tsx'
import { exactTime } from './relative-time.ts'
import { nearness, timeLeft } from './time-left.ts'

/** How long something still lasts, with the exact end on hover; amber in its last week, red when it is over. */
export function Countdown({ until }: { until: string }) {
  const now = useNow()
  const near = nearness(until, now)
  return (
    <time
      dateTime={until}
      title={exactTime(until)}
      className={clsx(near === 'past' && 'font-medium text-danger-ink', near === 'soon' && 'font-medium text-warn-ink')}
    >
      {near === 'past' ? 'Expired' : `in ${timeLeft(until, now)}`}
    </time>
  )
}
