'use client'

import { projectRoleSchema } from '@app-connections/schemas'
import { zodResolver } from '@hookform/resolvers/zod'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useForm } from 'react-hook-form'
import * as z from 'zod'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { useConnectionsChanged } from '@/components/connections/connections-changed.ts'
import { FormDialog } from '@/components/form/form-dialog.tsx'
import { useSubmission } from '@/components/form/use-submission.ts'
import { RoleField } from '@/components/members/role-field.tsx'
import { projectRoles, projectRoleWords } from '@/components/members/role-words.ts'
import { useOrganization } from '@/components/organization/organization.tsx'
import { notify } from '@/components/toasts/toasts.ts'

const formSchema = z.object({ role: projectRoleSchema })

/** Adds the visitor, an admin of the organization, to one of its projects, and opens its page. */
export function JoinProjectDialog({
  project,
  onClose,
}: {
  project: { id: string; name: string }
  onClose: () => void
}) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const connectionsChanged = useConnectionsChanged()
  const router = useRouter()
  const { organization, person } = useOrganization()
  const form = useForm({ resolver: zodResolver(formSchema), defaultValues: { role: 'admin' as const } })
  const submission = useSubmission(form, {
    fields: ['role'],
    async send({ role }) {
      const projectId = project.id
      await client.members.set.mutate({ scope: 'project', projectId, member: { personId: person.id }, role })
      await Promise.all([
        queryClient.invalidateQueries(trpc.projects.pathFilter()),
        queryClient.invalidateQueries(trpc.members.pathFilter()),
        connectionsChanged(),
      ])
      onClose()
      router.push(`/o/${organization.slug}/projects/${projectId}`)
      await notify(`Joined ${project.name}`)
      return undefined
    },
  })
  return (
    <FormDialog
      title={`Join ${project.name}`}
      description="You will see its connections. As its admin you also decide who else is in it. The audit trail records that you joined."
      form={form}
      submission={submission}
      action={{ label: 'Join', busy: 'Joining…' }}
      onClose={onClose}
    >
      <RoleField
        label="Your role"
        roles={projectRoles}
        words={projectRoleWords}
        field={form.register('role')}
        error={form.formState.errors.role?.message}
      />
    </FormDialog>
  )
}
