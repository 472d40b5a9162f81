'use client'

import { createClientSecretSchema } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { type ReactNode, useState } from 'react'
import { useForm } from 'react-hook-form'
import * as z from 'zod'
import { FormDialog } from '@/components/form/form-dialog.tsx'
import { ShownOnce } from '@/components/form/shown-once.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { Field } from '@/components/ui/controls/field.tsx'
import { Input } from '@/components/ui/controls/input.tsx'
import { Select } from '@/components/ui/controls/select.tsx'

/** Secrets and tokens have the same form. */
const formSchema = createClientSecretSchema.pick({ label: true }).extend({ lasts: z.coerce.number<string>() })

interface IssueDialogProps {
  title: string
  description: string
  labelHint?: string
  action: string
  /** Lengths in seconds, with words, and the one that is chosen at first. */
  lifetimes: readonly (readonly [seconds: number, words: string])[]
  lastsAtFirst: number
  /** Creates it. Its answer is shown once. */
  issue: (given: { label: string; lasts: number }) => Promise<string>
  shownTitle: string
  shown: (issued: string) => ReactNode
  onClose: () => void
}

/** Creates a secret or token of a machine identity and shows it once. */
export function IssueDialog({ title, description, labelHint, action, lifetimes, ...props }: IssueDialogProps) {
  const [issued, setIssued] = useState<string>()
  const form = useForm({
    resolver: zodResolver(formSchema),
    defaultValues: { label: '', lasts: `${props.lastsAtFirst}` },
  })
  const { errors } = form.formState
  const submission = useSubmission(form, {
    fields: ['label', 'lasts'],
    async send(given) {
      setIssued(await props.issue(given))
      return undefined
    },
  })

  if (issued !== undefined) {
    return (
      <ShownOnce
        title={props.shownTitle}
        description="Copy it now. It is not stored here and is never shown again."
        onClose={props.onClose}
      >
        {props.shown(issued)}
      </ShownOnce>
    )
  }
  return (
    <FormDialog
      title={title}
      description={description}
      form={form}
      submission={submission}
      action={{ label: action, busy: 'Creating…' }}
      onClose={props.onClose}
    >
      <Field label="Label" hint={labelHint} optional error={errors.label?.message}>
        {(control) => <Input {...control} autoFocus autoComplete="off" {...form.register('label')} />}
      </Field>
      <Field label="Lifetime" error={errors.lasts?.message}>
        {(control) => (
          <Select {...control} {...form.register('lasts')}>
            {lifetimes.map(([seconds, words]) => (
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
