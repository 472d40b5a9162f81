'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Download, ScrollText } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useAddress } from '@/address/use-address.ts'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { pathWithin } from '@/components/organization/destinations.ts'
import { useOrganization } from '@/components/organization/organization.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { Empty } from '@/components/ui/layout/empty.tsx'
import { PageFrame } from '@/components/ui/layout/page-frame.tsx'
import { RowsSkeleton } from '@/components/ui/layout/skeleton.tsx'
import { Tabs } from '@/components/ui/layout/tabs.tsx'
import { Pager } from '@/components/ui/lists/pager.tsx'
import { useActorNames } from './actor-names.ts'
import { AuditEvents } from './audit-events.tsx'
import { AuditFilters } from './audit-filters.tsx'
import { type AuditName, auditFilter, auditPage } from './audit-query.ts'
import { withoutConcluded } from './concluded.ts'
import { UsesTable } from './uses-table.tsx'

const ExportDialog = dynamic(() => import('./export-dialog.tsx').then((module) => module.ExportDialog), { ssr: false })

/** The audit trail: its events, or the uses of connections added up. `siteUrl` is the public address, for the export. */
export function AuditPage({ siteUrl }: { siteUrl: string }) {
  const { read } = useAddress<AuditName | 'view'>()
  const { organization } = useOrganization()
  const [exporting, setExporting] = useState(false)
  const home = pathWithin(organization, 'audit')
  const tabs = [
    { href: home, name: 'Events' },
    { href: `${home}?view=grants`, name: 'Uses by grant' },
    { href: `${home}?view=apps`, name: 'Uses by app' },
  ]
  const view = read('view')
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
      <Tabs label="Views of the audit trail" tabs={tabs} current={isUses(view) ? `${home}?view=${view}` : home} />
      {isUses(view) ? <UsesTable by={view} /> : <Events />}
      {exporting && <ExportDialog filter={auditFilter(read)} siteUrl={siteUrl} onClose={() => setExporting(false)} />}
    </PageFrame>
  )
}

function isUses(view: string): view is 'grants' | 'apps' {
  return view === 'grants' || view === 'apps'
}

/** The events, newest first. */
function Events() {
  const trpc = useTRPC()
  const { read, change } = useAddress<AuditName>()
  const page = useQuery({
    ...trpc.auditEvents.list.queryOptions(auditPage(read)),
    placeholderData: keepPreviousData,
  })
  const { options, nameOf } = useActorNames()
  return (
    <>
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
    </>
  )
}
