import { type DeviceLogin, deviceLoginInputSchema } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import { useTRPCClient } from '@/api/client.tsx'
import { FormFailure } from '@/components/failures/form-failure.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { Button } from '@/components/ui/controls/button.tsx'
import { Field } from '@/components/ui/controls/field.tsx'
import { Input } from '@/components/ui/controls/input.tsx'

/** Asks for the code that a program shows. */
export function CodeForm({
  code,
  onFound,
}: {
  code: string
  onFound: (found: DeviceLogin & { userCode: string }) => void
}) {
  const client = useTRPCClient()
  const form = useForm({ resolver: zodResolver(deviceLoginInputSchema), defaultValues: { userCode: code } })
  const { errors, isSubmitting } = form.formState
  const { submit, failure } = useSubmission(form, {
    fields: ['userCode'],
    places: { unknownUserCode: 'userCode', tooManyUserCodes: 'userCode' },
    async send({ userCode }) {
      onFound({ ...(await client.deviceLogins.find.mutate({ userCode })), userCode })
      return undefined
    },
  })
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <FormFailure failure={failure} />
      <Field label="Code" hint="Eight letters, which the program shows." error={errors.userCode?.message}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            className="font-mono tracking-widest uppercase"
            {...form.register('userCode')}
          />
        )}
      </Field>
      <Button type="submit" look="primary" pending={isSubmitting}>
        {isSubmitting ? 'Looking…' : 'Continue'}
      </Button>
    </form>
  )
}
