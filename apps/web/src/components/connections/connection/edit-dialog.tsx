'use client'

import { errorOf } from '@app-connections/client'
import { connectionDescriptionSchema, connectionNameSchema, type SingleConnection } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import * as z from 'zod'
import { useTRPCClient } from '@/api/client.tsx'
import { FormDialog } from '@/components/form/form-dialog.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { notify } from '@/components/toasts/toasts.ts'
import { Field } from '@/components/ui/controls/field.tsx'
import { Input } from '@/components/ui/controls/input.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { ConnectionNameField } from '../connection-name-field.tsx'
import { useConnectionsChanged } from '../connections-changed.ts'
import { useNameNote } from '../name-note.tsx'

const formSchema = z.object({
  name: connectionNameSchema,
  description: connectionDescriptionSchema.transform((text) => (text === '' ? null : text)),
})

/** Changes name and description, unless someone else changed the connection since it was read. */
export function EditDialog({ connection, onClose }: { connection: SingleConnection; onClose: () => void }) {
  const { app, id: connectionId } = connection
  const client = useTRPCClient()
  const connectionsChanged = useConnectionsChanged()
  // The version that is edited. A version that is read later does not count as seen.
  const [seen, setSeen] = useState(connection)
  const [overtaken, setOvertaken] = useState(false)
  const form = useForm({
    resolver: zodResolver(formSchema),
    defaultValues: { name: connection.name, description: connection.description ?? '' },
  })
  const { errors } = form.formState
  const name = form.watch('name')
  const note = useNameNote(name, connection.projectId ?? '', connectionId)

  const submission = useSubmission(form, {
    fields: ['name', 'description'],
    places: { nameTaken: 'name' },
    async send(changes) {
      try {
        await client.appConnections.update.mutate({ app, connectionId, ...changes, ifMatch: seen.etag })
      } catch (error) {
        if (errorOf(error)?.statusCode !== 412) throw error
        setSeen(await client.appConnections.get.query({ app, connectionId }))
        setOvertaken(true)
        return undefined
      }
      await connectionsChanged()
      onClose()
      await notify('Saved')
      return undefined
    },
  })

  return (
    <FormDialog
      title={`Edit ${connection.name}`}
      description={
        name === connection.name
          ? 'The id and the credential stay the same.'
          : 'Renaming breaks programs that look it up by the old name.'
      }
      form={form}
      submission={submission}
      action={{ label: overtaken ? 'Save mine' : 'Save', busy: 'Saving…' }}
      onClose={onClose}
    >
      {overtaken && (
        <Notice look="info" title="Someone else changed it in the meantime" announce>
          <p className="text-muted">
            It is now called <strong>{seen.name}</strong>
            {seen.description ? `, described as “${seen.description}”` : ', without a description'}. Your changes are
            not saved yet. Save to overwrite theirs, or cancel to keep theirs.
          </p>
        </Notice>
      )}
      <ConnectionNameField
        field={form.register('name')}
        error={errors.name?.message}
        note={name !== connection.name && note}
      />
      <Field label="Description" optional error={errors.description?.message}>
        {(control) => <Input {...control} autoComplete="off" {...form.register('description')} />}
      </Field>
    </FormDialog>
  )
}
