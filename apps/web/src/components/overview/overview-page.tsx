'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { useNewConnection } from '@/components/connections/create/new-connection.tsx'
import type { AppLabels } from '@/components/connections/labels.ts'
import { rolesOf } from '@/components/connections/rights.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { pathWithin } from '@/components/organization/destinations.ts'
import { useOrganization } from '@/components/organization/organization.tsx'
import { PageFrame } from '@/components/ui/layout/page-frame.tsx'
import { Section } from '@/components/ui/layout/section.tsx'
import { AllWell } from './all-well.tsx'
import { ChangesList } from './changes-list.tsx'
import { Counts } from './counts.tsx'
import { ExpiringList } from './expiring-list.tsx'
import { FailingList } from './failing-list.tsx'
import { OverviewSkeleton } from './overview-skeleton.tsx'
import { UsesList } from './uses-list.tsx'

/** The service sends at most this many of each list. */
const mostSent = 20

const loadEmpty = () => import('@/components/connections/list/connections-empty.tsx')
const ConnectionsEmpty = dynamic(() => loadEmpty().then((module) => module.ConnectionsEmpty))
const NothingOpen = dynamic(() => loadEmpty().then((module) => module.NothingOpen))

/** The state of the organization's connections: first the failing ones, then the expiring ones, then recent changes. */
export function OverviewPage({ labels }: { labels: AppLabels }) {
  const trpc = useTRPC()
  const { organization } = useOrganization()
  const overview = useQuery(trpc.appConnections.overview.queryOptions())
  const roles = rolesOf(organization, useQuery(trpc.projects.list.queryOptions()).data)
  const creation = useNewConnection(roles)
  const failure = overview.error ? failureOf(overview.error) : undefined
  const list = pathWithin(organization, 'connections')
  const { counts, failing = [], expiring = [], changes = [], uses = [] } = overview.data ?? {}
  const none = counts?.total === 0

  return (
    <PageFrame title="Overview" action={none ? undefined : creation.button}>
      {failure?.statusCode === 403 && <NothingOpen organization={organization.name} />}
      {failure && failure.statusCode !== 403 && (
        <QueryFailure failure={failure} busy={overview.isFetching} onRetry={() => overview.refetch()} />
      )}
      {overview.isPending && <OverviewSkeleton />}
      {none && <ConnectionsEmpty labels={labels} action={creation.button} />}
      {counts && !none && (
        <>
          <Counts counts={counts} list={list} />
          {failing.length === 0 && expiring.length === 0 && <AllWell unchecked={counts.unchecked} />}
          {failing.length > 0 && (
            <Section
              title="Failing"
              action={failing.length >= mostSent && <Aside href={`${list}?sort=health`}>Show all</Aside>}
            >
              <FailingList connections={failing} roles={roles} labels={labels} list={list} />
            </Section>
          )}
          {expiring.length > 0 && (
            <Section
              title="Expires within a week"
              action={expiring.length >= mostSent && <Aside href={`${list}?expiring=true`}>Show all</Aside>}
            >
              <ExpiringList connections={expiring} roles={roles} labels={labels} list={list} />
            </Section>
          )}
        </>
      )}
      {uses.length > 0 && (
        <Section
          title="Used this week"
          action={
            organization.role === 'admin' && (
              <Aside href={`${pathWithin(organization, 'audit')}?view=grants`}>All uses</Aside>
            )
          }
        >
          <UsesList uses={uses} list={list} />
        </Section>
      )}
      {changes.length > 0 && (
        <Section
          title="Changed this week"
          action={organization.role === 'admin' && <Aside href={pathWithin(organization, 'audit')}>All events</Aside>}
        >
          <ChangesList changes={changes} list={list} />
        </Section>
      )}
      {creation.dialog}
    </PageFrame>
  )
}

function Aside({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} prefetch={false} className="text-muted underline underline-offset-2 hover:text-ink">
      {children}
    </Link>
  )
}
