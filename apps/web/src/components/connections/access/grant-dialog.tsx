'use client'

import type { Grant } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQuery } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { FormDialog } from '@/components/form/form-dialog.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { notify } from '@/components/toasts/toasts.ts'
import type { ShownConnection } from '../connection/connection-frame.tsx'
import { type AppLabels, resourcesOrNone } from '../labels.ts'
import { areOfValues, GrantFields } from './grant-fields.tsx'
import { grantFormSchema, subjectOf, termsOf, valuesOf } from './grant-form.ts'
import { grantFieldNames } from './grant-places.ts'
import { useGrantsChanged } from './grants-changed.ts'
import { SubjectField } from './subject-field.tsx'

/** Makes a grant, or a child of `parent`, which is no wider than it. */
export function GrantDialog({
  shown: { connection, changeable },
  labels,
  parent,
  onClose,
}: {
  shown: ShownConnection
  labels: AppLabels
  parent?: Grant | undefined
  onClose: () => void
}) {
  const { app, id: connectionId } = connection
  const client = useTRPCClient()
  const grantsChanged = useGrantsChanged()
  const grantable = useQuery(useTRPC().proofs.grantable.queryOptions({ app }))
  const actions = grantable.data?.actions ?? []
  const form = useForm({ resolver: zodResolver(grantFormSchema), defaultValues: valuesOf({ parent }) })
  const submission = useSubmission(form, {
    fields: grantFieldNames,
    async send(values) {
      const terms = termsOf(values, { ofValues: areOfValues(actions, values.actions), now: Date.now() })
      const { subject } = await client.grants.create.mutate({
        ...{ app, connectionId, subject: subjectOf(values.subject), ...terms },
        ...(parent === undefined ? {} : { parentId: parent.id }),
      })
      await grantsChanged()
      onClose()
      await notify(`${subject.name} may use it now`)
      return undefined
    },
  })
  return (
    <FormDialog
      title={parent === undefined ? 'New grant' : `New child of the grant of ${parent.subject.name}`}
      description={
        parent === undefined
          ? 'Deny by default: it allows what you choose here, and nothing else.'
          : 'A part of that grant, for one step of a pipeline, say. It ends with it, and its uses count for both.'
      }
      form={form}
      submission={submission}
      action={{ label: 'Create grant', busy: 'Creating…' }}
      onClose={onClose}
    >
      <SubjectField
        projectId={connection.projectId}
        listed={changeable}
        field={form.register('subject')}
        error={form.formState.errors.subject?.message}
      />
      <GrantFields
        form={form}
        connection={connection}
        nouns={resourcesOrNone(connection, labels)}
        actions={actions}
        leaseScopes={grantable.data?.leaseScopes ?? []}
        parent={parent}
      />
    </FormDialog>
  )
}
