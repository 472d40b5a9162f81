'use client'

import { appName, apps, type SingleConnection } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import * as z from 'zod'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { FormDialog } from '@/components/form/form-dialog.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { notify } from '@/components/toasts/toasts.ts'
import { Field } from '@/components/ui/field.tsx'
import { SecretInput } from '@/components/ui/secret-input.tsx'

/** Gives a connection a new token in the place of the old one. Id and name stay. */
export function ReconnectDialog({ connection, onClose }: { connection: SingleConnection; onClose: () => void }) {
  const { app, method } = connection
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const form = useForm({
    resolver: zodResolver(z.object({ credentials: z.object({ authToken: apps[app].authToken }) })),
    defaultValues: { credentials: { authToken: '' } },
  })

  const submission = useSubmission(form, {
    fields: ['credentials.authToken'],
    fieldOfBadRequest: () => 'credentials.authToken',
    async send({ credentials }) {
      await client.appConnections.update.mutate({ app, connectionId: connection.id, credentials })
      form.resetField('credentials')
      await queryClient.invalidateQueries(trpc.appConnections.pathFilter())
      await queryClient.invalidateQueries(trpc.auditEvents.pathFilter())
      onClose()
      await notify(`Reconnected ${connection.name}`)
      return undefined
    },
  })

  return (
    <FormDialog
      title={`Reconnect ${connection.name}`}
      description="The new credential is checked first, then replaces the old one. The connection keeps its id."
      form={form}
      submission={submission}
      action={{ label: 'Reconnect', busy: `Asking ${appName(app)}…` }}
      onClose={onClose}
    >
      <Field
        label={apps[app].methodNames[method]}
        hint={apps[app].methodHints[method]}
        error={form.formState.errors.credentials?.authToken?.message}
      >
        {(control) => <SecretInput {...control} autoFocus {...form.register('credentials.authToken')} />}
      </Field>
    </FormDialog>
  )
}
