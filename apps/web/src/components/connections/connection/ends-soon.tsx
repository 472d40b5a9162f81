'use client'

import { useNow } from '@/components/time/clock.tsx'
import { Countdown } from '@/components/time/countdown.tsx'
import { nearness } from '@/components/time/time-left.ts'

/** Warns that a credential expires, in its last week. After that its health says so. */
export function EndsSoon({ at }: { at: string }) {
  if (nearness(at, useNow()) !== 'soon') return null
  return (
    <p>
      The credential expires <Countdown until={at} />. Reconnect it before then.
    </p>
  )
}
