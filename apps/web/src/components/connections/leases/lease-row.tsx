'use client'

import type { Lease } from '@app-connections/schemas'
import { Countdown } from '@/components/time/countdown.tsx'
import { Time } from '@/components/time/time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { endInWords, leaseWords } from './lease-words.ts'

/** One lease: who holds it, with which scopes, and until when. With `onEnd` it can be ended. */
export function LeaseRow({ lease, onEnd }: { lease: Lease; onEnd?: () => void }) {
  const { holder, scopes, state, createdAt, expiresAt, endedAt, reason } = lease
  const end = endInWords(lease)
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-56">
        <p className="font-medium break-words">
          {holder.name} <span className="font-mono text-[0.8125rem] font-normal">{scopes.join(', ')}</span>
        </p>
        <p className="text-[0.8125rem] break-words text-muted">
          Opened <Time at={createdAt} />
          {state === 'live' && (
            <>
              {' · ends '}
              <Countdown until={expiresAt} />
            </>
          )}
          {end !== undefined && ` · ${end}`}
          {endedAt !== null && (
            <>
              {' '}
              <Time at={endedAt} />
            </>
          )}
          {reason !== null && ` · ${reason}`}
        </p>
      </div>
      <Badge look={leaseWords[state].look}>{leaseWords[state].name}</Badge>
      {onEnd !== undefined && (
        <Button size="small" onClick={onEnd} aria-label={`End the lease of ${holder.name}`}>
          {state === 'stuck' || state === 'ending' ? 'Try again' : 'End'}
        </Button>
      )}
    </li>
  )
}
