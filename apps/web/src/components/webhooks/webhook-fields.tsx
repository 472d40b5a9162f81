import { useId } from 'react'
import { Checkbox } from '@/components/ui/controls/checkbox.tsx'
import { Field } from '@/components/ui/controls/field.tsx'
import { Input } from '@/components/ui/controls/input.tsx'
import { eventWords, webhookEvents } from './event-words.ts'
import type { WebhookForm } from './webhook-form.ts'

/** Address, description and events of a webhook. */
export function WebhookFields({ form }: { form: WebhookForm }) {
  const { errors } = form.formState
  const errorId = useId()
  const chosen = form.watch('events') ?? []
  const choose = (event: (typeof webhookEvents)[number], on: boolean) =>
    form.setValue('events', on ? [...chosen, event] : chosen.filter((each) => each !== event), {
      shouldDirty: true,
      shouldValidate: form.formState.isSubmitted,
    })
  return (
    <>
      <Field label="Address" hint="A public https address. Redirects are not followed." error={errors.url?.message}>
        {(control) => (
          <Input
            {...control}
            type="url"
            inputMode="url"
            autoFocus
            autoComplete="off"
            spellCheck={false}
            placeholder="https://hooks.example.com/connections"
            {...form.register('url')}
          />
        )}
      </Field>
      <Field label="Description" optional error={errors.description?.message}>
        {(control) => <Input {...control} autoComplete="off" {...form.register('description')} />}
      </Field>
      <fieldset className="grid gap-2.5" aria-describedby={errors.events ? errorId : undefined}>
        <legend className="mb-2 font-medium">Events</legend>
        {webhookEvents.map((event) => (
          <Checkbox key={event} checked={chosen.includes(event)} onChange={(on) => choose(event, on)}>
            <span className="block font-mono text-[0.8125rem]/5">{event}</span>
            <span className="block text-[0.8125rem] text-muted">{eventWords[event].meaning}</span>
          </Checkbox>
        ))}
        <div aria-live="polite" className="empty:hidden">
          {errors.events?.message && (
            <p id={errorId} className="text-[0.8125rem] text-danger-ink">
              {errors.events.message}
            </p>
          )}
        </div>
      </fieldset>
    </>
  )
}
