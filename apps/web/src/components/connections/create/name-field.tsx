'use client'

import type { UseFormReturn } from 'react-hook-form'
import { ConnectionNameField } from '../connection-name-field.tsx'
import { useNameNote } from '../name-note.tsx'
import type { ConnectionFormValues } from './form-schema.ts'

/** The name of a new connection. It says whether the name is available while it is typed. */
export function NameField<Parsed>({ form }: { form: UseFormReturn<ConnectionFormValues, unknown, Parsed> }) {
  const [name, projectId] = form.watch(['name', 'projectId'])
  const note = useNameNote(name, projectId)
  return (
    <ConnectionNameField
      field={form.register('name')}
      error={form.formState.errors.name?.message}
      note={note}
      placeholder="production-deploys"
    />
  )
}
