'use client'

import type { Webhook } from '@app-connections/schemas'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { notify, notifyFailure, prepareToasts } from '@/components/toasts/toasts.ts'
import { Button } from '@/components/ui/controls/button.tsx'
import { attemptInWords } from '../delivery-words.ts'

const EditWebhookDialog = dynamic(
  () => import('./edit-webhook-dialog.tsx').then((module) => module.EditWebhookDialog),
  { ssr: false },
)
const RotateSecretDialog = dynamic(
  () => import('./rotate-secret-dialog.tsx').then((module) => module.RotateSecretDialog),
  { ssr: false },
)
const SwitchOffDialog = dynamic(() => import('./switch-off-dialog.tsx').then((module) => module.SwitchOffDialog), {
  ssr: false,
})
const RemoveWebhookDialog = dynamic(
  () => import('./remove-webhook-dialog.tsx').then((module) => module.RemoveWebhookDialog),
  { ssr: false },
)

/** The actions on a webhook. `home` is the path of the list. */
export function WebhookActions({ webhook, home }: { webhook: Webhook; home: string }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const [open, setOpen] = useState<'edit' | 'rotate' | 'off' | 'remove'>()
  const close = () => setOpen(undefined)
  const test = useMutation(
    trpc.webhooks.sendTest.mutationOptions({
      async onSuccess(delivery) {
        const [attempt] = delivery.attempts
        const words = attempt === undefined ? 'No answer' : attemptInWords(attempt)
        if (delivery.state === 'delivered') await notify(`Test delivered. ${words}.`)
        else await notifyFailure({ message: `The test was not delivered. ${words}.` })
        await queryClient.invalidateQueries(trpc.webhooks.deliveries.pathFilter())
      },
      onError: (error) => notifyFailure(failureOf(error)),
    }),
  )
  const switchOn = useMutation(
    trpc.webhooks.update.mutationOptions({
      async onSuccess() {
        await queryClient.invalidateQueries(trpc.webhooks.list.pathFilter())
        await notify('Switched on')
      },
      onError: (error) => notifyFailure(failureOf(error)),
    }),
  )
  return (
    <>
      <Button
        size="small"
        pending={test.isPending}
        onFocus={prepareToasts}
        onClick={() => test.mutate({ webhookId: webhook.id })}
      >
        {test.isPending ? 'Sending…' : 'Send a test'}
      </Button>
      <Button size="small" onClick={() => setOpen('edit')}>
        Edit
      </Button>
      <Button size="small" onClick={() => setOpen('rotate')}>
        Rotate secret
      </Button>
      {webhook.enabled ? (
        <Button size="small" onClick={() => setOpen('off')}>
          Switch off
        </Button>
      ) : (
        <Button
          size="small"
          pending={switchOn.isPending}
          onClick={() => switchOn.mutate({ webhookId: webhook.id, enabled: true })}
        >
          Switch on
        </Button>
      )}
      <Button size="small" look="quiet" onClick={() => setOpen('remove')}>
        Delete
      </Button>
      {open === 'edit' && <EditWebhookDialog webhook={webhook} onClose={close} />}
      {open === 'rotate' && <RotateSecretDialog webhook={webhook} onClose={close} />}
      {open === 'off' && <SwitchOffDialog webhook={webhook} onClose={close} />}
      {open === 'remove' && (
        <RemoveWebhookDialog webhook={webhook} onClose={close} onRemoved={() => router.replace(home)} />
      )}
    </>
  )
}
