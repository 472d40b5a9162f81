'use client'

import type { Webhook } from '@app-connections/schemas'
import { useQueryClient } from '@tanstack/react-query'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { ActionDialog } from '@/components/form/action-dialog.tsx'
import { hostOf } from '../host-of.ts'

/** Asks before a webhook is switched off, because events are lost while it is off. */
export function SwitchOffDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  return (
    <ActionDialog
      title={`Switch off the webhook to ${hostOf(webhook.url)}?`}
      description={
        <p>
          Pending deliveries are dropped. Events that happen while it is off are never sent, not even after you switch
          it on again. Its secret and log stay.
        </p>
      }
      action={{ label: 'Switch off', busy: 'Switching off…', done: 'Switched off' }}
      run={async () => {
        await client.webhooks.update.mutate({ webhookId: webhook.id, enabled: false })
        await queryClient.invalidateQueries(trpc.webhooks.pathFilter())
      }}
      onClose={onClose}
    />
  )
}
