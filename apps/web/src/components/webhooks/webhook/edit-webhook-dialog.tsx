'use client'

import type { Webhook } from '@app-connections/schemas'
import { useQueryClient } from '@tanstack/react-query'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { FormDialog } from '@/components/form/form-dialog.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { notify } from '@/components/toasts/toasts.ts'
import { WebhookFields } from '../webhook-fields.tsx'
import { useWebhookForm, webhookPlaces } from '../webhook-form.ts'

/** Changes address, description and events of a webhook. */
export function EditWebhookDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const { id: webhookId, url, description, events } = webhook
  const form = useWebhookForm({ url, description, events })
  const submission = useSubmission(form, {
    ...webhookPlaces,
    async send(changes) {
      await client.webhooks.update.mutate({ webhookId, ...changes })
      await queryClient.invalidateQueries(trpc.webhooks.list.pathFilter())
      onClose()
      await notify('Saved')
      return undefined
    },
  })
  return (
    <FormDialog
      title="Edit webhook"
      description="The signing secret stays the same. Pending deliveries go to the new address."
      form={form}
      submission={submission}
      action={{ label: 'Save', busy: 'Saving…' }}
      onClose={onClose}
    >
      <WebhookFields form={form} />
    </FormDialog>
  )
}
