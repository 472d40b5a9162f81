'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/api/client.tsx'
import { Time } from '@/components/time/time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Skeleton } from '@/components/ui/layout/skeleton.tsx'
import { stateWords } from '../delivery-words.ts'

/** The state of a webhook’s latest delivery. */
export function LastDelivery({ webhookId }: { webhookId: string }) {
  const latest = useQuery(useTRPC().webhooks.deliveries.queryOptions({ webhookId, limit: 1 }))
  if (latest.isPending) return <Skeleton className="h-6 w-24" />
  const delivery = latest.data?.deliveries[0]
  if (delivery === undefined) return <span className="text-muted">{latest.error ? 'Unknown' : 'None yet'}</span>
  const { name, look } = stateWords[delivery.state]
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1 md:flex-nowrap">
      <Badge look={look}>{name}</Badge>
      <span className="text-[0.8125rem] text-muted">
        <Time at={delivery.createdAt} />
      </span>
    </span>
  )
}
