'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { pathWithin } from '@/components/organization/destinations.ts'
import { useOrganization } from '@/components/organization/organization.tsx'
import { Section } from '@/components/ui/layout/section.tsx'
import { Skeleton } from '@/components/ui/layout/skeleton.tsx'
import { ActivityLegend } from './activity-legend.tsx'
import { ActivityTable } from './activity-table.tsx'
import { UsedBy } from './used-by.tsx'

const ActivityChart = dynamic(() => import('./activity-chart.tsx').then((module) => module.ActivityChart), {
  ssr: false,
  loading: () => <Skeleton className="h-[11.75rem]" />,
})

/** The activity of a connection in the last 30 days, as a chart and in numbers, and who used it. */
export function ConnectionActivity({ connectionId }: { connectionId: string }) {
  const { organization } = useOrganization()
  const activity = useQuery(useTRPC().appConnections.activity.queryOptions({ connectionId }))
  const days = activity.data?.days
  return (
    <>
      <Section title="Last 30 days">
        {activity.error && (
          <QueryFailure
            failure={failureOf(activity.error)}
            busy={activity.isFetching}
            onRetry={() => activity.refetch()}
          />
        )}
        {activity.isPending && <Skeleton className="h-72 rounded-xl" />}
        {days && (
          <div className="rounded-xl border border-line bg-surface px-4 py-4 shadow-raised sm:px-5">
            <ActivityLegend days={days} />
            <ActivityChart days={days} />
            <ActivityTable days={days} />
          </div>
        )}
      </Section>
      <Section
        title="Used by in the last 30 days"
        action={
          organization.role === 'admin' && (
            <Link
              href={`${pathWithin(organization, 'audit')}?target=${connectionId}`}
              prefetch={false}
              className="text-muted underline underline-offset-2 hover:text-ink"
            >
              All events
            </Link>
          )
        }
      >
        {activity.isPending && <Skeleton className="h-24 rounded-xl" />}
        {activity.data && <UsedBy actors={activity.data.actors} />}
      </Section>
    </>
  )
}
