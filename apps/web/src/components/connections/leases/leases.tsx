'use client'

import type { Lease } from '@app-connections/schemas'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { Section } from '@/components/ui/layout/section.tsx'
import { RowsSkeleton } from '@/components/ui/layout/skeleton.tsx'
import type { ShownConnection } from '../connection/connection-frame.tsx'
import { EndLeaseDialog } from './end-lease-dialog.tsx'
import { LeaseRow } from './lease-row.tsx'
import { isOpen } from './lease-words.ts'

const list = 'divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-raised'

/** The leases of a connection: who holds a token of its account until when, and which have ended. */
export function Leases({ shown: { connection, changeable }, platform }: { shown: ShownConnection; platform: string }) {
  const { app, id: connectionId } = connection
  const found = useQuery(useTRPC().leases.list.queryOptions({ app, connectionId }))
  const [ending, setEnding] = useState<Lease>()
  const leases: readonly Lease[] = found.data?.leases ?? []
  const open = leases.filter(isOpen)
  const ended = leases.filter((lease) => !isOpen(lease))
  return (
    <>
      <Section
        title="Open leases"
        lead={`Tokens at ${platform} that somebody holds for a while, by a grant. Each ends by itself, and with its grant.`}
      >
        {found.error && (
          <QueryFailure failure={failureOf(found.error)} busy={found.isFetching} onRetry={() => found.refetch()} />
        )}
        {found.isPending && <RowsSkeleton label="Loading the leases" />}
        {found.data !== undefined && open.length === 0 && (
          <p className="text-muted">{changeable ? 'Nobody holds one.' : 'You hold none.'}</p>
        )}
        {open.length > 0 && (
          <ul aria-label="Open leases" className={list}>
            {open.map((lease) => (
              <LeaseRow key={lease.id} lease={lease} onEnd={() => setEnding(lease)} />
            ))}
          </ul>
        )}
      </Section>
      {ended.length > 0 && (
        <Section title="Ended leases">
          <ul aria-label="Ended leases" className={list}>
            {ended.map((lease) => (
              <LeaseRow key={lease.id} lease={lease} />
            ))}
          </ul>
        </Section>
      )}
      {ending !== undefined && <EndLeaseDialog lease={ending} onClose={() => setEnding(undefined)} />}
    </>
  )
}
