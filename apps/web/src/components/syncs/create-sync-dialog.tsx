'use client'

import { destinationConfigOf, syncApps } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useForm } from 'react-hook-form'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { setTitle } from '@/components/config-sets/place.ts'
import { type AppLabels, resourcesOrNone } from '@/components/connections/labels.ts'
import { FormDialog } from '@/components/form/form-dialog.tsx'
import { NameField } from '@/components/form/name-field.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { Checkbox } from '@/components/ui/controls/checkbox.tsx'
import { Field } from '@/components/ui/controls/field.tsx'
import { Select } from '@/components/ui/controls/select.tsx'
import { createSyncDefaults, createSyncFormSchema } from './create-sync-form.ts'
import { ResourceField } from './resource-field.tsx'
import { useSyncsChanged } from './syncs-changed.ts'

/** Binds a config set to an app of a connection. By hand at first, so that nothing changes before a plan was looked at. */
export function CreateSyncDialog({
  projectId,
  labels,
  path,
  onClose,
}: {
  projectId: string
  labels: AppLabels
  /** The address of the list; each sync is below it. */
  path: string
  onClose: () => void
}) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const syncsChanged = useSyncsChanged()
  const router = useRouter()
  const sets = useQuery(trpc.secrets.sets.queryOptions({ projectId }))
  const list = useQuery(trpc.appConnections.list.queryOptions({ limit: 100 }))
  const connections = (list.data?.appConnections ?? []).filter(
    (each) => syncApps.includes(each.app) && (each.projectId === null || each.projectId === projectId),
  )
  const form = useForm({ resolver: zodResolver(createSyncFormSchema), defaultValues: createSyncDefaults })
  const { errors } = form.formState
  const connection = connections.find(({ id }) => id === form.watch('connectionId'))
  const resources = useQuery({
    ...trpc.appConnections.apps.queryOptions({
      app: connection?.app ?? syncApps[0],
      connectionId: connection?.id ?? '',
    }),
    enabled: connection !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const submission = useSubmission(form, {
    fields: ['name', 'set', 'connectionId', 'resourceId'],
    places: { syncNameTaken: 'name', unknownSet: 'set' },
    async send({ set, resourceId, deletes, initialSyncBehavior, ...values }) {
      const resource = resources.data?.find(({ id }) => id === resourceId)
      if (connection === undefined || resource === undefined) return { message: 'Choose a connection and an app' }
      const made = await client.secretSyncs.create.mutate({
        ...{ projectId, ...set, ...values, destination: connection.app },
        destinationConfig: destinationConfigOf(connection.app, resource),
        syncOptions: { initialSyncBehavior, disableSecretDeletion: !deletes },
      })
      await syncsChanged()
      onClose()
      router.push(`${path}/${made.id}`)
      return undefined
    },
  })
  const tick = (name: 'isAutoSyncEnabled' | 'requiresApproval' | 'deletes') => ({
    checked: form.watch(name),
    onChange: (checked: boolean) => form.setValue(name, checked, { shouldDirty: true }),
  })
  return (
    <FormDialog
      title="New sync"
      description="Nothing changes at the app until a plan is applied, or the sync runs by itself."
      form={form}
      submission={submission}
      action={{ label: 'Create sync', busy: 'Creating…' }}
      onClose={onClose}
    >
      <NameField field={form.register('name')} error={errors.name?.message} placeholder="storefront-production" />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Config set" error={errors.set?.message}>
          {(control) => (
            <Select {...control} {...form.register('set')}>
              <option value="">{sets.isPending ? 'Loading…' : 'Choose…'}</option>
              {sets.data?.map(({ id, environment: { slug }, secretPath }) => (
                <option key={id} value={`${slug}${secretPath}`}>
                  {setTitle({ environment: slug, secretPath })}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Connection" error={errors.connectionId?.message}>
          {(control) => (
            <Select {...control} {...form.register('connectionId')}>
              <option value="">{list.isPending ? 'Loading…' : 'Choose…'}</option>
              {connections.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      {connection && (
        <ResourceField
          nouns={resourcesOrNone(connection, labels)}
          resources={resources}
          field={form.register('resourceId')}
          error={errors.resourceId?.message}
        />
      )}
      <Field label="Keys that the set and the app both have">
        {(control) => (
          <Select {...control} {...form.register('initialSyncBehavior')}>
            <option value="overwrite-destination">Take over: the set’s value replaces the app’s</option>
            <option value="import-prioritize-source">Import first, the set’s value stays</option>
            <option value="import-prioritize-destination">Import first, the app’s value stays</option>
          </Select>
        )}
      </Field>
      <Checkbox {...tick('deletes')}>
        Delete keys at the app that leave the set
        <span className="block text-[0.8125rem] text-muted">Only those that this sync has set.</span>
      </Checkbox>
      <Checkbox {...tick('requiresApproval')}>A second person approves each plan</Checkbox>
      <Checkbox {...tick('isAutoSyncEnabled')}>
        Run by itself after each change of the set
        <span className="block text-[0.8125rem] text-muted">Each change makes a release, which restarts the app.</span>
      </Checkbox>
    </FormDialog>
  )
}
