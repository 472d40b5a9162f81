'use client'

import { useNow } from '@/components/time/clock.tsx'
import { Countdown } from '@/components/time/countdown.tsx'
import { nearness } from '@/components/time/time-left.ts'

/** Warns of the end of a credential in its last week; after that its health says what is the matter. */
export function EndsSoon({ at }: { at: string }) {
  if (nearness(at, useNow()) !== 'soon') return null
  return (
    <p>
      The credential expires <Countdown until={at} />. Reconnect it before then.
    </p>
  )
}
