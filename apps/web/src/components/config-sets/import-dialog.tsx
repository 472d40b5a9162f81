'use client'

import { type ImportedSecrets, importTextSchema, textNames } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import * as z from 'zod'
import { useTRPCClient } from '@/api/client.tsx'
import { FormDialog } from '@/components/form/form-dialog.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { notify } from '@/components/toasts/toasts.ts'
import { Field } from '@/components/ui/controls/field.tsx'
import { Select } from '@/components/ui/controls/select.tsx'
import { Textarea } from '@/components/ui/controls/textarea.tsx'
import { textWords } from './dialect-words.ts'
import { ImportRead } from './import-read.tsx'
import type { SetPlace } from './place.ts'
import { useSetsChanged } from './sets-changed.ts'

const formSchema = z.object({
  content: importTextSchema.shape.content,
  dialect: z.enum(['', ...textNames]),
})

/** Stores the keys of a text in a set. What it read is shown before anything is stored. */
export function ImportDialog({ place, onClose }: { place: SetPlace; onClose: () => void }) {
  const client = useTRPCClient()
  const setsChanged = useSetsChanged()
  /** What was read of the text that the form has now. */
  const [read, setRead] = useState<ImportedSecrets>()
  const form = useForm({ resolver: zodResolver(formSchema), defaultValues: { content: '', dialect: '' as const } })
  const { errors } = form.formState
  const changes = read?.secrets.filter(({ change }) => change !== 'keep').length ?? 0
  const submission = useSubmission(form, {
    fields: ['content', 'dialect'],
    places: { textNotRead: 'content', namedTwice: 'content', textUnclear: 'dialect', tooManyAtOnce: 'content' },
    async send({ content, dialect }) {
      const named = read?.dialect ?? (dialect === '' ? undefined : dialect)
      const dryRun = read === undefined
      const answer = await client.secrets.import.mutate({
        ...{ ...place, content, dryRun },
        ...(named === undefined ? {} : { dialect: named }),
      })
      if (dryRun) {
        setRead(answer)
        return undefined
      }
      await setsChanged()
      onClose()
      await notify(changes === 1 ? 'Stored 1 key' : `Stored ${changes} keys`)
      return undefined
    },
  })
  const again = { onChange: () => setRead(undefined) }
  const store = changes === 0 ? 'Nothing to store' : changes === 1 ? 'Store 1 key' : `Store ${changes} keys`
  return (
    <FormDialog
      title="Import keys"
      description="Paste a text. You see what was read before anything is stored."
      form={form}
      submission={read !== undefined && changes === 0 ? { ...submission, submit: onClose } : submission}
      action={read === undefined ? { label: 'Read it', busy: 'Reading…' } : { label: store, busy: 'Storing…' }}
      onClose={onClose}
    >
      <Field label="Text" error={errors.content?.message}>
        {(control) => (
          <Textarea
            {...control}
            rows={8}
            data-focus="first"
            className="font-mono"
            autoComplete="off"
            placeholder={'DATABASE_URL="postgres://…"\nLOG_LEVEL=info'}
            {...form.register('content', again)}
          />
        )}
      </Field>
      <Field
        label="Dialect"
        hint="Readers of such files differ. Name the one that this text was written for, if you know it."
        error={errors.dialect?.message}
      >
        {(control) => (
          <Select {...control} {...form.register('dialect', again)}>
            <option value="">Find out from the text</option>
            {textNames.map((name) => (
              <option key={name} value={name}>
                {textWords[name]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {read && <ImportRead read={read} />}
    </FormDialog>
  )
}
