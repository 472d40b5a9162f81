'use client'

import type { Delivery } from '@app-connections/schemas'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { useNow } from '@/components/time/clock.tsx'
import { exactTime } from '@/components/time/relative-time.ts'
import { Time } from '@/components/time/time.tsx'
import { notify, notifyFailure } from '@/components/toasts/toasts.ts'
import { Badge } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { DisclosedFacts, Disclosure } from '@/components/ui/lists/disclosure-list.tsx'
import { attemptInWords, attemptsInWords, stateWords } from '../delivery-words.ts'

/** One delivery with its event and state. Opened, it shows each attempt, and a button to send it again once it has ended. */
export function DeliveryRow({ delivery }: { delivery: Delivery }) {
  const { type, state, attempts, nextAttemptAt, createdAt, messageId } = delivery
  return (
    <Disclosure
      title={<span className="font-mono text-[0.8125rem] font-medium">{type}</span>}
      more={
        <>
          {attemptsInWords(attempts)}
          {nextAttemptAt !== null && <NextAttempt at={nextAttemptAt} />}
        </>
      }
      side={
        <>
          <Badge look={stateWords[state].look}>{stateWords[state].name}</Badge>
          <Time at={createdAt} />
        </>
      }
    >
      <DisclosedFacts
        facts={[
          ['Message', messageId],
          ['Created', exactTime(createdAt)],
          ...attempts.map(
            (attempt, index) =>
              [`Attempt ${index + 1}`, `${exactTime(attempt.at)}: ${attemptInWords(attempt)}`] as const,
          ),
          ['Next attempt', nextAttemptAt === null ? null : exactTime(nextAttemptAt)],
        ]}
      />
      {(state !== 'pending' || nextAttemptAt === null) && <Redeliver deliveryId={delivery.id} />}
    </Disclosure>
  )
}

function NextAttempt({ at }: { at: string }) {
  const now = useNow()
  if (Date.parse(at) < now + 60_000) return <>; next attempt within a minute</>
  return (
    <>
      ; next attempt <Time at={at} />
    </>
  )
}

function Redeliver({ deliveryId }: { deliveryId: string }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const again = useMutation(
    trpc.webhooks.redeliver.mutationOptions({
      async onSuccess() {
        await queryClient.invalidateQueries(trpc.webhooks.deliveries.pathFilter())
        await notify('Queued for redelivery')
      },
      onError: (error) => notifyFailure(failureOf(error)),
    }),
  )
  return (
    <Button
      size="small"
      className="justify-self-start"
      pending={again.isPending}
      onClick={() => again.mutate({ deliveryId })}
    >
      {again.isPending ? 'Starting…' : 'Send again'}
    </Button>
  )
}
