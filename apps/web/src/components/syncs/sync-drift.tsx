'use client'

import type { Drift, Sync } from '@app-connections/schemas'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAddress } from '@/address/use-address.ts'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { Time } from '@/components/time/time.tsx'
import { notifyFailureOfCall } from '@/components/toasts/toasts.ts'
import { Button } from '@/components/ui/controls/button.tsx'
import { Section } from '@/components/ui/layout/section.tsx'
import { RowsSkeleton } from '@/components/ui/layout/skeleton.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { DriftedKeys } from './drifted-keys.tsx'
import { useSyncsChanged } from './syncs-changed.ts'

/** What somebody else has changed of the keys of a sync, and the two plans that answer it. */
export function SyncDrift({ sync: { id: syncId }, writes }: { sync: Sync; writes: boolean }) {
  const client = useTRPCClient()
  const syncsChanged = useSyncsChanged()
  const { change } = useAddress<'plan'>()
  const found = useQuery(useTRPC().secretSyncs.drift.queryOptions({ syncId }))
  const [busy, setBusy] = useState<'look' | 'takeIn' | 'putBack'>()

  async function act(what: 'look' | 'takeIn' | 'putBack') {
    setBusy(what)
    try {
      const answer = await client.secretSyncs[what].mutate({ syncId })
      await syncsChanged()
      if (!('id' in answer)) return
      change({ plan: answer.id }, { step: true })
      window.scrollTo({ top: 0 })
    } catch (error) {
      await notifyFailureOfCall(error)
    } finally {
      setBusy(undefined)
    }
  }

  const drift = found.data
  const remedies = writes && drift !== undefined && drift.keys.length > 0
  return (
    <Section
      title="Changed outside"
      lead={drift && <LookedAt drift={drift} />}
      action={
        writes && (
          <Button look="quiet" size="small" pending={busy === 'look'} onClick={() => act('look')}>
            {busy === 'look' ? 'Looking…' : 'Look now'}
          </Button>
        )
      }
    >
      {found.isPending && <RowsSkeleton label="Loading what was changed outside" />}
      {found.error && (
        <QueryFailure failure={failureOf(found.error)} busy={found.isFetching} onRetry={() => found.refetch()} />
      )}
      {drift !== undefined && drift.message !== null && (
        <Notice look="info" title={`The last look failed: ${drift.message}`} />
      )}
      {drift !== undefined && <DriftedKeys drift={drift} />}
      {remedies && (
        <div className="mt-4 flex flex-wrap gap-2">
          <Button look="secondary" size="small" pending={busy === 'takeIn'} onClick={() => act('takeIn')}>
            Plan to take in
          </Button>
          <Button look="secondary" size="small" pending={busy === 'putBack'} onClick={() => act('putBack')}>
            Plan to put back
          </Button>
        </div>
      )}
    </Section>
  )
}

function LookedAt({ drift: { lookedAt } }: { drift: Drift }) {
  if (lookedAt === null) return 'Nobody has looked yet. The service looks by itself, and here on demand.'
  return (
    <>
      Looked <Time at={lookedAt} />.
    </>
  )
}
