'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { FormDialog } from '@/components/form/form-dialog.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { webhookEvents } from '../event-words.ts'
import { SecretShown } from '../secret-shown.tsx'
import { WebhookFields } from '../webhook-fields.tsx'
import { useWebhookForm, webhookPlaces } from '../webhook-form.ts'

/** Creates a webhook and shows its signing secret once. */
export function CreateWebhookDialog({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const [secret, setSecret] = useState<string>()
  const form = useWebhookForm({ url: '', description: '', events: [...webhookEvents] })
  const submission = useSubmission(form, {
    ...webhookPlaces,
    async send(webhook) {
      setSecret((await client.webhooks.create.mutate(webhook)).secret)
      await queryClient.invalidateQueries(trpc.webhooks.list.pathFilter())
      return undefined
    },
  })
  if (secret !== undefined) return <SecretShown title="The signing secret" secret={secret} onClose={onClose} />
  return (
    <FormDialog
      title="New webhook"
      description="Notifies another system when connections change. No message contains a credential."
      form={form}
      submission={submission}
      action={{ label: 'Create webhook', busy: 'Creating…' }}
      onClose={onClose}
    >
      <WebhookFields form={form} />
    </FormDialog>
  )
}
