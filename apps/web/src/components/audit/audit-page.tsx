'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Download, ScrollText } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useAddress } from '@/address/use-address.ts'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { Empty } from '@/components/ui/layout/empty.tsx'
import { PageFrame } from '@/components/ui/layout/page-frame.tsx'
import { RowsSkeleton } from '@/components/ui/layout/skeleton.tsx'
import { Pager } from '@/components/ui/lists/pager.tsx'
import { useActorNames } from './actor-names.ts'
import { AuditEvents } from './audit-events.tsx'
import { AuditFilters } from './audit-filters.tsx'
import { type AuditName, auditFilter, auditPage } from './audit-query.ts'
import { withoutConcluded } from './concluded.ts'

const ExportDialog = dynamic(() => import('./export-dialog.tsx').then((module) => module.ExportDialog), { ssr: false })

/** The audit trail, newest first. `siteUrl` is the public address, from which a program can export it too. */
export function AuditPage({ siteUrl }: { siteUrl: string }) {
  const trpc = useTRPC()
  const { read, change } = useAddress<AuditName>()
  const page = useQuery({
    ...trpc.auditEvents.list.queryOptions(auditPage(read)),
    placeholderData: keepPreviousData,
  })
  const { options, nameOf } = useActorNames()
  const [exporting, setExporting] = useState(false)
  return (
    <PageFrame
      title="Audit"
      action={
        <Button size="small" onClick={() => setExporting(true)}>
          <Download aria-hidden />
          Export
        </Button>
      }
    >
      <AuditFilters actors={options} />
      {page.error && (
        <QueryFailure failure={failureOf(page.error)} busy={page.isFetching} onRetry={() => page.refetch()} />
      )}
      {page.isPending && <RowsSkeleton label="Loading events" />}
      {page.data?.auditEvents.length === 0 && (
        <Empty Icon={ScrollText} title="No events">
          No event matches these filters.
        </Empty>
      )}
      {page.data !== undefined && page.data.auditEvents.length > 0 && (
        <AuditEvents events={withoutConcluded(page.data.auditEvents)} nameOf={nameOf} stale={page.isPlaceholderData} />
      )}
      <Pager
        cursor={read('cursor')}
        nextCursor={page.data?.nextCursor}
        busy={page.isPlaceholderData}
        onGo={(cursor) => change({ cursor }, { step: true })}
      />
      {exporting && <ExportDialog filter={auditFilter(read)} siteUrl={siteUrl} onClose={() => setExporting(false)} />}
    </PageFrame>
  )
}
