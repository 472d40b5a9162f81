'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { CopyField } from '@/components/ui/controls/copy.tsx'
import { IssueDialog } from './issue-dialog.tsx'
import { tokenLifetimes } from './lifetimes.ts'
import { curlOfToken } from './snippets.ts'

/** Creates a token that needs no login and shows it once. */
export function CreateTokenDialog({
  identityId,
  siteUrl,
  onClose,
}: {
  identityId: string
  siteUrl: string
  onClose: () => void
}) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  return (
    <IssueDialog
      title="New token"
      description="It needs no login and is never renewed. It works until it expires or you revoke it."
      action="Create token"
      lifetimes={tokenLifetimes}
      lastsAtFirst={tokenLifetimes[1][0]}
      issue={async ({ label, lasts }) => {
        const { accessToken } = await client.accessTokens.createStatic.mutate({ identityId, label, expiresIn: lasts })
        await queryClient.invalidateQueries(trpc.accessTokens.pathFilter())
        return accessToken
      }}
      shownTitle="The new token"
      shown={(accessToken) => (
        <>
          <CopyField label="Access token" text={accessToken} />
          <CopyField label="In a shell" text={curlOfToken({ siteUrl, accessToken })} lines />
        </>
      )}
      onClose={onClose}
    />
  )
}
