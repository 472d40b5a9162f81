'use client'

import { createClientSecretSchema, type Identity } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import * as z from 'zod'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { FormDialog } from '@/components/form/form-dialog.tsx'
import { ShownOnce } from '@/components/form/shown-once.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { CopyField } from '@/components/ui/copy.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Input } from '@/components/ui/input.tsx'
import { Select } from '@/components/ui/select.tsx'
import { secretLifetimes } from './lifetimes.ts'
import { clientOfLogin, curlOfLogin } from './snippets.ts'

const formSchema = createClientSecretSchema.pick({ label: true }).extend({ lasts: z.coerce.number<string>() })

/** Makes a client secret, then shows it, once, with what to paste where. */
export function CreateSecretDialog({
  identity,
  siteUrl,
  onClose,
}: {
  identity: Identity
  siteUrl: string
  onClose: () => void
}) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const [clientSecret, setClientSecret] = useState<string>()
  const form = useForm({ resolver: zodResolver(formSchema), defaultValues: { label: '', lasts: '0' } })
  const { errors } = form.formState
  const submission = useSubmission(form, {
    fields: ['label', 'lasts'],
    async send({ label, lasts }) {
      const made = await client.clientSecrets.create.mutate({
        identityId: identity.id,
        label,
        ...(lasts === 0 ? {} : { expiresIn: lasts }),
      })
      setClientSecret(made.clientSecret)
      await queryClient.invalidateQueries(trpc.clientSecrets.pathFilter())
      return undefined
    },
  })

  if (clientSecret !== undefined) {
    const login = { siteUrl, clientId: identity.clientId, clientSecret }
    return (
      <ShownOnce
        title="The new secret"
        description="Copy it now: it is not kept here, and never shown again."
        onClose={onClose}
      >
        <CopyField label="Client secret" text={clientSecret} />
        <CopyField label="In a shell" text={curlOfLogin(login)} lines />
        <CopyField label="In TypeScript" text={clientOfLogin(login)} lines />
      </ShownOnce>
    )
  }
  return (
    <FormDialog
      title={`New secret of ${identity.name}`}
      description="It is shown once, right after it is made."
      form={form}
      submission={submission}
      action={{ label: 'Make secret', busy: 'Making…' }}
      onClose={onClose}
    >
      <Field label="Label" hint="Where it will be kept, for example." optional error={errors.label?.message}>
        {(control) => <Input {...control} autoFocus autoComplete="off" {...form.register('label')} />}
      </Field>
      <Field label="Lasts" error={errors.lasts?.message}>
        {(control) => (
          <Select {...control} {...form.register('lasts')}>
            {secretLifetimes.map(([seconds, words]) => (
              <option key={seconds} value={`${seconds}`}>
                {words}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </FormDialog>
  )
}
