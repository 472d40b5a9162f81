'use client'

import type { Webhook } from '@app-connections/schemas'
import { useQueryClient } from '@tanstack/react-query'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { ActionDialog } from '@/components/form/action-dialog.tsx'
import { hostOf } from '../host-of.ts'

/** Asks before a webhook is switched off: what happens meanwhile is never told. */
export function SwitchOffDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  return (
    <ActionDialog
      title={`Switch off the webhook to ${hostOf(webhook.url)}?`}
      description={
        <p>
          Deliveries under way end, and what happens from now on is not told, not even once it is switched on again. Its
          secret and its log stay.
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
