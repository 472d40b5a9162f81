'use client'

import type { Identity } from '@app-connections/schemas'
import { useQueryClient } from '@tanstack/react-query'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { CopyField } from '@/components/ui/controls/copy.tsx'
import { IssueDialog } from './issue-dialog.tsx'
import { secretLifetimes } from './lifetimes.ts'
import { clientOfLogin, curlOfLogin } from './snippets.ts'

/** Creates a client secret and shows it once, with snippets to paste. */
export function CreateSecretDialog({
  identity,
  siteUrl,
  onClose,
}: {
  identity: Identity
  siteUrl: string
  onClose: () => void
}) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  return (
    <IssueDialog
      title={`New secret for ${identity.name}`}
      description="It is shown once, right after you create it."
      labelHint="For example, where you keep it."
      action="Create secret"
      lifetimes={secretLifetimes}
      lastsAtFirst={0}
      issue={async ({ label, lasts }) => {
        const { clientSecret } = await client.clientSecrets.create.mutate({
          identityId: identity.id,
          label,
          ...(lasts === 0 ? {} : { expiresIn: lasts }),
        })
        await queryClient.invalidateQueries(trpc.clientSecrets.pathFilter())
        return clientSecret
      }}
      shownTitle="The new secret"
      shown={(clientSecret) => {
        const login = { siteUrl, clientId: identity.clientId, clientSecret }
        return (
          <>
            <CopyField label="Client secret" text={clientSecret} />
            <CopyField label="In a shell" text={curlOfLogin(login)} lines />
            <CopyField label="In TypeScript" text={clientOfLogin(login)} lines />
          </>
        )
      }}
      onClose={onClose}
    />
  )
}
