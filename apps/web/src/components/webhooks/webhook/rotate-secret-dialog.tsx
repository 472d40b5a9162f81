'use client'

import type { Webhook } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import * as z from 'zod'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { FormDialog } from '@/components/form/form-dialog.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { exactTime } from '@/components/time/relative-time.ts'
import { Field } from '@/components/ui/controls/field.tsx'
import { Select } from '@/components/ui/controls/select.tsx'
import { SecretShown } from '../secret-shown.tsx'
import { overlapsAt } from './overlap.ts'

/** How long the old secret also signs, in hours, with words. */
const overlaps = [
  ['0', 'Stops signing at once'],
  ['1', 'Signs for another hour'],
  ['24', 'Signs for another day'],
  ['72', 'Signs for 3 more days'],
  ['168', 'Signs for another week'],
] as const

const formSchema = z.object({ overlapHours: z.coerce.number<string>() })

/** Gives a webhook a new signing secret, and says how long the old one also signs. */
export function RotateSecretDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const [rotated, setRotated] = useState<{ secret: string; oldUntil: string | null }>()
  const form = useForm({ resolver: zodResolver(formSchema), defaultValues: { overlapHours: '24' } })
  const submission = useSubmission(form, {
    fields: ['overlapHours'],
    async send({ overlapHours }) {
      const answer = await client.webhooks.rotateSecret.mutate({ webhookId: webhook.id, overlapHours })
      setRotated({ secret: answer.secret, oldUntil: overlapHours === 0 ? null : answer.previousSecretUntil })
      await queryClient.invalidateQueries(trpc.webhooks.list.pathFilter())
      return undefined
    },
  })
  if (rotated !== undefined) {
    return (
      <SecretShown
        title="The new signing secret"
        secret={rotated.secret}
        more={
          <p className="text-muted">
            {rotated.oldUntil === null
              ? 'The old secret no longer signs.'
              : `Until ${exactTime(rotated.oldUntil)} every message is also signed with the old secret. Update the receiver by then.`}
          </p>
        }
        onClose={onClose}
      />
    )
  }
  return (
    <FormDialog
      title="Rotate the signing secret"
      description="A new secret signs from now on. While the old one also signs, the receiver can switch without missing a message."
      form={form}
      submission={submission}
      action={{ label: 'Rotate secret', busy: 'Rotating…' }}
      onClose={onClose}
    >
      <Field
        label="The old secret"
        hint={
          overlapsAt(webhook.previousSecretUntil, Date.now())
            ? 'An even older secret still signs too. It stops at once.'
            : undefined
        }
        error={form.formState.errors.overlapHours?.message}
      >
        {(control) => (
          <Select {...control} autoFocus {...form.register('overlapHours')}>
            {overlaps.map(([hours, words]) => (
              <option key={hours} value={hours}>
                {words}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </FormDialog>
  )
}
