'use client'

import type { Plan } from '@app-connections/schemas'
import { useQuery } from '@tanstack/react-query'
import { useAddress } from '@/address/use-address.ts'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { Time } from '@/components/time/time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Section } from '@/components/ui/layout/section.tsx'
import { RowsSkeleton } from '@/components/ui/layout/skeleton.tsx'
import { changesInWords, kindWords, stateWords } from './plan-words.ts'

/** The last plans of a sync, newest first. Each opens above. */
export function PlanHistory({ syncId }: { syncId: string }) {
  const { change } = useAddress<'plan'>()
  const history = useQuery(useTRPC().secretSyncs.history.queryOptions({ syncId }))
  const plans: readonly Plan[] = history.data?.plans ?? []
  return (
    <Section title="History">
      {history.error && (
        <QueryFailure failure={failureOf(history.error)} busy={history.isFetching} onRetry={() => history.refetch()} />
      )}
      {history.isPending && <RowsSkeleton label="Loading the history" />}
      {history.data !== undefined && plans.length === 0 && <p className="text-muted">Nothing was planned yet.</p>}
      <ul
        aria-label="Plans"
        className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-raised empty:hidden"
      >
        {plans.map((plan) => (
          <li
            key={plan.id}
            className="relative flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 hover:bg-hover/50"
          >
            <div className="min-w-0 flex-1 basis-56">
              <button
                type="button"
                className="text-left font-medium after:absolute after:inset-0 hover:underline"
                onClick={() => {
                  change({ plan: plan.id }, { step: true })
                  window.scrollTo({ top: 0 })
                }}
              >
                {`${kindWords[plan.kind]}: ${changesInWords(plan)}`}
              </button>
              <p className="text-[0.8125rem] text-muted">
                <Time at={plan.endedAt ?? plan.createdAt} />
                {plan.releaseMade !== null && `, release ${plan.releaseMade}`}
              </p>
            </div>
            <Badge look={stateWords[plan.state].look}>{stateWords[plan.state].name}</Badge>
          </li>
        ))}
      </ul>
    </Section>
  )
}
