'use client'

import type { Sync } from '@app-connections/schemas'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAddress } from '@/address/use-address.ts'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import type { AppLabels } from '@/components/connections/labels.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import type { ShownProject } from '@/components/projects/project-frame.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Section } from '@/components/ui/layout/section.tsx'
import { RowsSkeleton } from '@/components/ui/layout/skeleton.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { PlanActions } from './plan-actions.tsx'
import { PlanRows } from './plan-rows.tsx'
import { changesInWords, kindWords, stateWords } from './plan-words.ts'

/** How often a plan that is being applied is looked at, in milliseconds. */
const progressMs = 1_000

/** The plan that the address names: each key with what becomes of it, and what may be done with the plan. */
export function ShownPlan({ sync, shown, labels }: { sync: Sync; shown: ShownProject; labels: AppLabels }) {
  const { read } = useAddress<'plan'>()
  const [applying, setApplying] = useState(false)
  const planId = read('plan')
  const found = useQuery({
    ...useTRPC().secretSyncs.getPlan.queryOptions({ syncId: sync.id, planId }),
    enabled: planId !== '',
    refetchInterval: ({ state }) => (applying || state.data?.state === 'sending' ? progressMs : false),
  })
  if (planId === '') return null
  const plan = found.data
  if (plan === undefined) {
    return (
      <Section title="Plan">
        {found.isPending && <RowsSkeleton label="Loading the plan" />}
        {found.error && (
          <QueryFailure failure={failureOf(found.error)} busy={found.isFetching} onRetry={() => found.refetch()} />
        )}
      </Section>
    )
  }
  const { state } = plan
  return (
    <Section
      title={`${kindWords[plan.kind]}: ${changesInWords(plan)}`}
      lead={`Made for release ${plan.release} of the app. Values are masked; alike marks are alike values.`}
      action={<Badge look={stateWords[state].look}>{stateWords[state].name}</Badge>}
    >
      <div className="grid gap-4">
        {plan.warnings.map((warning) => (
          <Notice key={warning} look="info" title={warning} />
        ))}
        {state === 'void' && (
          <Notice look="info" title="The app or the set has moved since this was planned: plan again" />
        )}
        <PlanActions {...{ sync, shown, labels, plan, applying }} onApplying={setApplying} />
        <PlanRows plan={plan} sync={sync} shows={shown.writes} />
      </div>
    </Section>
  )
}
