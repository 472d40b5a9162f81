'use client'

import type { Connection, Grant, Grantable } from '@app-connections/schemas'
import type { UseFormReturn } from 'react-hook-form'
import { Field } from '@/components/ui/controls/field.tsx'
import { Input } from '@/components/ui/controls/input.tsx'
import type { ResourceLabel } from '../labels.ts'
import { Choices } from './choices.tsx'
import { type GrantFormValues, leaseAction } from './grant-form.ts'
import { LeaseFields } from './lease-fields.tsx'
import { LimitFields } from './limit-fields.tsx'
import { ReachField } from './reach-field.tsx'

type Actions = NonNullable<Grantable['actions']>

/** Whether keys narrow some of these actions. */
export function areOfValues(actions: Actions, chosen: readonly string[]): boolean {
  return actions.some(({ action, ofValues }) => ofValues && chosen.includes(action))
}

/** What a grant allows, on what, until when and how often. */
export function GrantFields({
  form,
  connection,
  nouns,
  actions,
  leaseScopes,
  grant,
  parent,
}: {
  form: UseFormReturn<GrantFormValues>
  connection: Pick<Connection, 'app' | 'id'>
  nouns: ResourceLabel
  actions: Actions
  /** The scopes that leases can have. */
  leaseScopes: readonly string[]
  grant?: Grant | undefined
  parent?: Grant | undefined
}) {
  const { errors } = form.formState
  const chosen = form.watch('actions')
  const offered = actions.filter(({ action }) => parent === undefined || parent.actions.includes(action))
  const narrowed = form.watch('reach') === 'some'
  return (
    <>
      <Choices
        label="Actions"
        options={offered.map((each) => ({
          value: each.action,
          name: each.action,
          note: noteOf(each, narrowed, nouns),
        }))}
        chosen={chosen}
        onChoose={(next) =>
          form.setValue('actions', next, { shouldDirty: true, shouldValidate: form.formState.isSubmitted })
        }
        error={errors.actions?.message}
      />
      <ReachField
        form={form}
        connection={connection}
        nouns={nouns}
        known={parent?.apps ?? grant?.apps ?? []}
        parent={parent}
      />
      {areOfValues(actions, chosen) && (
        <Field
          label="Keys"
          optional
          hint="Names such as LOG_LEVEL, or beginnings such as FEATURE_*, with a comma between them. Empty: all."
          error={errors.keys?.message}
        >
          {(control) => <Input {...control} autoComplete="off" spellCheck={false} {...form.register('keys')} />}
        </Field>
      )}
      {chosen.includes(leaseAction) && <LeaseFields form={form} scopes={parent?.lease?.scopes ?? leaseScopes} />}
      <LimitFields
        form={form}
        kept={grant?.expiresAt ?? parent?.expiresAt ?? null}
        keptBy={parent === undefined ? 'grant' : 'parent'}
      />
    </>
  )
}

function noteOf({ changes, secret, ofApps }: Actions[number], narrowed: boolean, { many }: ResourceLabel) {
  if (narrowed && !ofApps) return `Opens nothing on some ${many} alone`
  if (secret) return 'May answer with credentials'
  return changes ? undefined : 'Reads'
}
