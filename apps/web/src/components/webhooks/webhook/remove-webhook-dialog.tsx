'use client'

import type { Webhook } from '@app-connections/schemas'
import { useQueryClient } from '@tanstack/react-query'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { ActionDialog } from '@/components/form/action-dialog.tsx'
import { hostOf } from '../host-of.ts'

/** Asks before a webhook is deleted, and says what is lost. */
export function RemoveWebhookDialog({
  webhook,
  onClose,
  onRemoved,
}: {
  webhook: Webhook
  onClose: () => void
  onRemoved: () => void
}) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const host = hostOf(webhook.url)
  return (
    <ActionDialog
      title={`Delete the webhook to ${host}?`}
      description={
        <>
          <p>{host} is no longer notified, so nobody there hears of a failing connection.</p>
          <p>
            Pending deliveries are not sent. The log and the signing secret are deleted. Switch the webhook off to keep
            both.
          </p>
        </>
      }
      action={{ label: 'Delete webhook', busy: 'Deleting…', done: `Deleted the webhook to ${host}` }}
      run={async () => {
        await client.webhooks.remove.mutate({ webhookId: webhook.id })
        onRemoved()
        await queryClient.invalidateQueries(trpc.webhooks.list.pathFilter())
      }}
      onClose={onClose}
    />
  )
}
