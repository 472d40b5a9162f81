'use client'

import type { Delivery } from '@app-connections/schemas'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useAddress } from '@/address/use-address.ts'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { FilterSelect } from '@/components/ui/controls/filter-select.tsx'
import { Section } from '@/components/ui/layout/section.tsx'
import { RowsSkeleton } from '@/components/ui/layout/skeleton.tsx'
import { DisclosureList } from '@/components/ui/lists/disclosure-list.tsx'
import { Pager } from '@/components/ui/lists/pager.tsx'
import { stateOptions, stateWords } from '../delivery-words.ts'
import { type DeliveryName, deliveryPage } from './delivery-query.ts'
import { DeliveryRow } from './delivery-row.tsx'

/** How often the page reads again while an attempt is near, in milliseconds. */
const looksAgainMs = 3_000
const soonMs = 60_000

/** The delivery log of a webhook: the last 30 days, newest first. */
export function Deliveries({ webhookId }: { webhookId: string }) {
  const { read, change } = useAddress<DeliveryName>()
  const asked = deliveryPage(webhookId, read)
  const page = useQuery({
    ...useTRPC().webhooks.deliveries.queryOptions(asked),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.deliveries.some(isTriedSoon) ? looksAgainMs : false),
  })
  return (
    <Section title="Deliveries" lead="From the last 30 days, with every attempt. Response bodies are not stored.">
      <search className="mb-3 flex flex-wrap gap-2">
        <FilterSelect
          label="State of the delivery"
          everything="All states"
          options={stateOptions}
          value={asked.state ?? ''}
          onChoose={(state) => change({ state, cursor: '' }, { step: true })}
        />
      </search>
      {page.error && (
        <QueryFailure failure={failureOf(page.error)} busy={page.isFetching} onRetry={() => page.refetch()} />
      )}
      {page.isPending && <RowsSkeleton label="Loading deliveries" />}
      {page.data?.deliveries.length === 0 && (
        <p className="rounded-xl border border-dashed border-control px-5 py-8 text-center text-muted">
          {asked.state === undefined
            ? 'Nothing has been sent yet. Send a test to see whether the receiver answers.'
            : stateWords[asked.state].none}
        </p>
      )}
      {page.data !== undefined && page.data.deliveries.length > 0 && (
        <DisclosureList label="Deliveries" stale={page.isPlaceholderData}>
          {page.data.deliveries.map((delivery) => (
            <DeliveryRow key={delivery.id} delivery={delivery} />
          ))}
        </DisclosureList>
      )}
      <Pager
        cursor={read('cursor')}
        nextCursor={page.data?.nextCursor}
        busy={page.isPlaceholderData}
        onGo={(cursor) => change({ cursor }, { step: true })}
      />
    </Section>
  )
}

function isTriedSoon({ state, nextAttemptAt }: Delivery): boolean {
  return state === 'pending' && nextAttemptAt !== null && Date.parse(nextAttemptAt) < Date.now() + soonMs
}
