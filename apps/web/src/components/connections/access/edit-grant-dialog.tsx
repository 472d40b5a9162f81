'use client'

import type { Grant, ProofDifference } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { FormDialog } from '@/components/form/form-dialog.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { notify } from '@/components/toasts/toasts.ts'
import type { ShownConnection } from '../connection/connection-frame.tsx'
import { type AppLabels, resourcesOrNone } from '../labels.ts'
import { Difference } from './difference.tsx'
import { areOfValues, GrantFields } from './grant-fields.tsx'
import { changesOf, grantFormSchema, termsOf, valuesOf } from './grant-form.ts'
import { grantFieldNames } from './grant-places.ts'
import { useGrantsChanged } from './grants-changed.ts'

/** Narrows or extends a grant. What that opens and closes is shown first, and saved by a second click. */
export function EditGrantDialog({
  shown: { connection },
  labels,
  grant,
  onClose,
}: {
  shown: ShownConnection
  labels: AppLabels
  grant: Grant
  onClose: () => void
}) {
  const ref = { app: connection.app, connectionId: connection.id, grantId: grant.id }
  const client = useTRPCClient()
  const grantsChanged = useGrantsChanged()
  const grantable = useQuery(useTRPC().proofs.grantable.queryOptions({ app: connection.app }))
  const actions = grantable.data?.actions ?? []
  const [seen, setSeen] = useState<{ change: object; difference: ProofDifference }>()
  const form = useForm({ resolver: zodResolver(grantFormSchema), defaultValues: valuesOf({ grant }) })
  // What was shown is of the fields as they were then.
  useEffect(() => form.watch(() => setSeen(undefined)).unsubscribe, [form])
  const submission = useSubmission(form, {
    fields: grantFieldNames,
    async send(values) {
      if (seen === undefined) {
        const ofValues = areOfValues(actions, values.actions)
        const change = changesOf(grant, termsOf(values, { ofValues, now: Date.now() }))
        setSeen({ change, difference: await client.proofs.difference.query({ ...ref, ...change }) })
        return undefined
      }
      await client.grants.update.mutate({ ...ref, ...seen.change })
      await grantsChanged()
      onClose()
      await notify('Saved')
      return undefined
    },
  })
  return (
    <FormDialog
      title={`Edit the grant of ${grant.subject.name}`}
      description="You see what it opens and closes before anything is saved."
      form={form}
      submission={submission}
      action={
        seen === undefined ? { label: 'Show the difference', busy: 'Comparing…' } : { label: 'Save', busy: 'Saving…' }
      }
      onClose={onClose}
    >
      <GrantFields
        form={form}
        connection={connection}
        nouns={resourcesOrNone(connection, labels)}
        actions={actions}
        leaseScopes={grantable.data?.leaseScopes ?? []}
        grant={grant}
      />
      <div aria-live="polite">{seen !== undefined && <Difference difference={seen.difference} />}</div>
    </FormDialog>
  )
}
