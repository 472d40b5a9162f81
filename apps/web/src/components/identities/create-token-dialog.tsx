'use client'

import { createStaticTokenSchema } from '@app-connections/schemas'
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
import { tokenLifetimes } from './lifetimes.ts'
import { curlOfToken } from './snippets.ts'

const formSchema = createStaticTokenSchema.pick({ label: true }).extend({ lasts: z.coerce.number<string>() })

/** Makes a token that needs no log-in, then shows it, once. */
export function CreateTokenDialog({
  identityId,
  siteUrl,
  onClose,
}: {
  identityId: string
  siteUrl: string
  onClose: () => void
}) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const [accessToken, setAccessToken] = useState<string>()
  const form = useForm({
    resolver: zodResolver(formSchema),
    defaultValues: { label: '', lasts: `${tokenLifetimes[1][0]}` },
  })
  const { errors } = form.formState
  const submission = useSubmission(form, {
    fields: ['label', 'lasts'],
    async send({ label, lasts }) {
      const made = await client.accessTokens.createStatic.mutate({ identityId, label, expiresIn: lasts })
      setAccessToken(made.accessToken)
      await queryClient.invalidateQueries(trpc.accessTokens.pathFilter())
      return undefined
    },
  })

  if (accessToken !== undefined) {
    return (
      <ShownOnce
        title="The new token"
        description="Copy it now: it is not kept here, and never shown again."
        onClose={onClose}
      >
        <CopyField label="Access token" text={accessToken} />
        <CopyField label="In a shell" text={curlOfToken({ siteUrl, accessToken })} lines />
      </ShownOnce>
    )
  }
  return (
    <FormDialog
      title="New token"
      description="It needs no log-in and is never renewed: it works until it ends or is revoked."
      form={form}
      submission={submission}
      action={{ label: 'Make token', busy: 'Making…' }}
      onClose={onClose}
    >
      <Field label="Label" optional error={errors.label?.message}>
        {(control) => <Input {...control} autoFocus autoComplete="off" {...form.register('label')} />}
      </Field>
      <Field label="Lasts" error={errors.lasts?.message}>
        {(control) => (
          <Select {...control} {...form.register('lasts')}>
            {tokenLifetimes.map(([seconds, words]) => (
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
