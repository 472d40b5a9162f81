'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { IssuedSection } from '@/components/issued/issued-section.tsx'
import { Time } from '@/components/time/time.tsx'

const CreateTokenDialog = dynamic(
  () => import('./create-token-dialog.tsx').then((module) => module.CreateTokenDialog),
  { ssr: false },
)

/** The active tokens of an identity, without the tokens themselves. */
export function AccessTokens({ identityId, siteUrl }: { identityId: string; siteUrl: string }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  return (
    <IssuedSection
      title="Tokens"
      lead="Issued at login, or created here for programs that cannot log in."
      none="No active tokens."
      query={useQuery(trpc.accessTokens.list.queryOptions({ identityId }))}
      describe={({ id, label, static: made, createdAt, expiresAt, lastUsedAt }) => ({
        id,
        name: label || (made ? 'Unnamed token' : 'Login token'),
        note: (
          <>
            Created <Time at={createdAt} /> · expires <Time at={expiresAt} />
          </>
        ),
        lastUsedAt,
      })}
      create={{
        label: 'New token',
        dialog: (onClose) => <CreateTokenDialog identityId={identityId} siteUrl={siteUrl} onClose={onClose} />,
      }}
      end={{
        label: 'Revoke',
        what: ({ name }) => name,
        description: 'Programs that use it are refused at once.',
        action: { label: 'Revoke', busy: 'Revoking…', done: 'Token revoked' },
        async run(accessTokenId) {
          await client.accessTokens.remove.mutate({ accessTokenId })
          await queryClient.invalidateQueries(trpc.accessTokens.pathFilter())
        },
      }}
    />
  )
}
