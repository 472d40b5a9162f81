'use client'

import { type Connection, type RotationState, rotationSettingsSchema } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import * as z from 'zod'
import { useTRPCClient } from '@/api/client.tsx'
import { FormDialog } from '@/components/form/form-dialog.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { notify } from '@/components/toasts/toasts.ts'
import { Field } from '@/components/ui/controls/field.tsx'
import { Input } from '@/components/ui/controls/input.tsx'
import { Select } from '@/components/ui/controls/select.tsx'
import { useConnectionsChanged } from '../connections-changed.ts'

const { rotationInterval } = rotationSettingsSchema.shape

const formSchema = z.object({
  schedule: z.enum(['on', 'off']),
  rotationInterval: z.coerce.number('Enter a number of days').pipe(rotationInterval),
  time: z.string().regex(/^\d\d:\d\d$/, 'Enter a time of day'),
  overlapDays: z.string(),
})

/** Sets when the credential of a connection is rotated. */
export function RotationDialog({
  connection,
  state,
  onClose,
}: {
  connection: Connection
  state: RotationState
  onClose: () => void
}) {
  const client = useTRPCClient()
  const connectionsChanged = useConnectionsChanged()
  const { rotation } = state
  const two = (number: number) => `${number}`.padStart(2, '0')
  const at = rotation?.rotateAtUtc ?? { hours: 3, minutes: 0 }
  const form = useForm({
    resolver: zodResolver(formSchema),
    defaultValues: {
      schedule: rotation === null || state.isAutoRotationEnabled ? ('on' as const) : ('off' as const),
      rotationInterval: `${rotation?.rotationInterval ?? 30}`,
      time: `${two(at.hours)}:${two(at.minutes)}`,
      overlapDays: `${rotation?.overlapDays ?? 1}`,
    },
  })
  const { errors } = form.formState
  const submission = useSubmission(form, {
    fields: ['schedule', 'rotationInterval', 'time', 'overlapDays'],
    async send({ schedule, time, ...values }) {
      const [hours = 0, minutes = 0] = time.split(':').map(Number)
      await client.appConnections.setRotation.mutate({
        ...{ app: connection.app, connectionId: connection.id, rotationInterval: values.rotationInterval },
        ...{ rotateAtUtc: { hours, minutes }, overlapDays: Number(values.overlapDays) },
        isAutoRotationEnabled: schedule === 'on',
      })
      await connectionsChanged()
      onClose()
      await notify('Saved')
      return undefined
    },
  })
  return (
    <FormDialog
      title={`Rotation of ${connection.name}`}
      description="A new credential is tried before it takes the place of the present one."
      form={form}
      submission={submission}
      action={{ label: 'Save', busy: 'Saving…' }}
      onClose={onClose}
    >
      <Field label="Schedule" error={errors.schedule?.message}>
        {(control) => (
          <Select {...control} {...form.register('schedule')}>
            <option value="on">By itself</option>
            <option value="off">By hand alone</option>
          </Select>
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Every how many days" error={errors.rotationInterval?.message}>
          {(control) => <Input {...control} inputMode="numeric" {...form.register('rotationInterval')} />}
        </Field>
        <Field label="At (UTC)" error={errors.time?.message}>
          {(control) => <Input {...control} type="time" required {...form.register('time')} />}
        </Field>
      </div>
      <Field label="Keep the credential before for" error={errors.overlapDays?.message}>
        {(control) => (
          <Select {...control} {...form.register('overlapDays')}>
            {[0, 1, 2, 3, 4, 5, 6, 7].map((days) => (
              <option key={days} value={`${days}`}>
                {days === 1 ? '1 day' : `${days} days`}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </FormDialog>
  )
}
