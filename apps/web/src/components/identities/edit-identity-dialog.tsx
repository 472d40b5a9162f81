'use client'

import { type Identity, updateIdentitySchema } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import * as z from 'zod'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { FormDialog } from '@/components/form/form-dialog.tsx'
import { NameField } from '@/components/form/name-field.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { notify } from '@/components/toasts/toasts.ts'
import { Field } from '@/components/ui/controls/field.tsx'
import { Textarea } from '@/components/ui/controls/textarea.tsx'

const { name, trustedIps } = updateIdentitySchema.shape

/** Addresses as text, one per line or separated by commas. A mistake is shown at the field. */
const formSchema = z.object({
  name: name.unwrap(),
  trustedIps: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((each) => each !== ''))
    .pipe(z.array(z.string()))
    .superRefine((addresses, context) => {
      const [mistake] = trustedIps.unwrap().safeParse(addresses).error?.issues ?? []
      if (mistake === undefined) return
      const [index] = mistake.path
      const which = typeof index === 'number' ? `${addresses[index]}: ` : ''
      context.addIssue({ code: 'custom', message: `${which}${mistake.message}` })
    }),
})

/** Changes the name and the allowed IPs of a machine identity. */
export function EditIdentityDialog({ identity, onClose }: { identity: Identity; onClose: () => void }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const form = useForm({
    resolver: zodResolver(formSchema),
    defaultValues: { name: identity.name, trustedIps: identity.trustedIps.join('\n') },
  })
  const { errors } = form.formState
  const submission = useSubmission(form, {
    fields: ['name', 'trustedIps'],
    async send(changes) {
      await client.identities.update.mutate({ identityId: identity.id, ...changes })
      await queryClient.invalidateQueries(trpc.identities.pathFilter())
      await queryClient.invalidateQueries(trpc.members.pathFilter())
      onClose()
      await notify('Saved')
      return undefined
    },
  })
  return (
    <FormDialog
      title={`Edit ${identity.name}`}
      description="Change its role on the Members page, and its project roles on each project’s page."
      form={form}
      submission={submission}
      action={{ label: 'Save', busy: 'Saving…' }}
      onClose={onClose}
    >
      <NameField field={form.register('name')} error={errors.name?.message} />
      <Field
        label="Allowed IPs"
        hint="One address or range per line, such as 10.0.0.0/8. 0.0.0.0/0 and ::/0 allow any address. Its tokens and secrets are refused from all others."
        error={errors.trustedIps?.message}
      >
        {(control) => <Textarea {...control} rows={4} className="font-mono" {...form.register('trustedIps')} />}
      </Field>
    </FormDialog>
  )
}
