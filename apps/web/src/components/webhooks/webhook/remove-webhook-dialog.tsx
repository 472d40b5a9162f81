'use client'

import type { Webhook } from '@app-connections/schemas'
import { useQueryClient } from '@tanstack/react-query'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { ActionDialog } from '@/components/form/action-dialog.tsx'
import { hostOf } from '../host-of.ts'

/** Asks before a webhook is deleted, and says what ends with it. */
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
          <p>
            {host} is told of nothing any more: whoever waits there for a failing connection no longer learns of it.
          </p>
          <p>
            Deliveries under way are not sent. The log and the signing secret are gone; switching it off keeps both.
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
