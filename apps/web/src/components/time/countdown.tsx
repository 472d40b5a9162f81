'use client'

import { clsx } from 'clsx'
import { useNow } from './clock.tsx'
import { exactTime } from './relative-time.ts'
import { nearness, timeLeft } from './time-left.ts'

/** The time left until `until`, with the exact time on hover; amber in the last week, red once it has passed. */
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
