'use client'

import type { UseFormReturn } from 'react-hook-form'
import { Field } from '@/components/ui/field.tsx'
import { Input } from '@/components/ui/input.tsx'
import { useNameNote } from '../name-note.tsx'
import type { ConnectionFormValues } from './form-schema.ts'

/** The name of a new connection; says while one types whether it is free. */
export function NameField<Parsed>({ form }: { form: UseFormReturn<ConnectionFormValues, unknown, Parsed> }) {
  const [name, projectId] = form.watch(['name', 'projectId'])
  const note = useNameNote(name, projectId)
  return (
    <Field
      label="Name"
      hint="Lowercase letters, numbers and hyphens."
      error={form.formState.errors.name?.message}
      note={note}
    >
      {(control) => (
        <Input
          {...control}
          autoFocus
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder="production-deploys"
          {...form.register('name')}
        />
      )}
    </Field>
  )
}
