'use client'

import { appName, type Connection, methodFacts } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import * as z from 'zod'
import { useTRPCClient } from '@/api/client.tsx'
import { FormDialog } from '@/components/form/form-dialog.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { notify } from '@/components/toasts/toasts.ts'
import { useConnectionsChanged } from '../connections-changed.ts'
import { SecretFields } from '../secret-fields.tsx'
import { secretFields, secretPlaces } from '../secret-places.ts'

/** Replaces the credential of a connection. Its id and name stay the same. */
export function ReconnectDialog({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const { app, method } = connection
  const client = useTRPCClient()
  const connectionsChanged = useConnectionsChanged()
  const fields = methodFacts(app, method)?.fields ?? {}
  const names = Object.keys(fields)
  const form = useForm({
    resolver: zodResolver(z.object({ credentials: z.object(fields) })),
    defaultValues: { credentials: Object.fromEntries(names.map((name) => [name, ''])) },
  })

  const submission = useSubmission(form, {
    fields: secretFields(app, method),
    places: secretPlaces(app, method),
    async send({ credentials }) {
      await client.appConnections.update.mutate({ app, connectionId: connection.id, credentials })
      form.resetField('credentials')
      await connectionsChanged()
      onClose()
      await notify(`Reconnected ${connection.name}`)
      return undefined
    },
  })

  return (
    <FormDialog
      title={`Reconnect ${connection.name}`}
      description="The new credential is tested first, then replaces the old one. The connection keeps its id."
      form={form}
      submission={submission}
      action={{ label: 'Reconnect', busy: `Asking ${appName(app)}…` }}
      onClose={onClose}
    >
      <SecretFields
        app={app}
        method={method}
        autoFocus
        field={(name) => ({
          registered: form.register(`credentials.${name}`),
          error: form.formState.errors.credentials?.[name]?.message,
        })}
      />
    </FormDialog>
  )
}
