'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { Time } from '@/components/time/time.tsx'
import { IssuedSection } from './issued-section.tsx'

const CreateTokenDialog = dynamic(
  () => import('./create-token-dialog.tsx').then((module) => module.CreateTokenDialog),
  { ssr: false },
)

/** The living tokens of an identity: never the tokens themselves. */
export function AccessTokens({ identityId, siteUrl }: { identityId: string; siteUrl: string }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  return (
    <IssuedSection
      title="Tokens"
      lead="Those that were traded for a secret, and those made here for programs that cannot log in."
      none="None lives."
      query={useQuery(trpc.accessTokens.list.queryOptions({ identityId }))}
      describe={({ id, label, static: made, createdAt, expiresAt, lastUsedAt }) => ({
        id,
        name: label || (made ? 'Token without a label' : 'Token of a log-in'),
        note: (
          <>
            Made <Time at={createdAt} />, ends <Time at={expiresAt} />
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
        description: 'Whatever uses it is refused from then on.',
        action: { label: 'Revoke', busy: 'Revoking…', done: 'Token revoked' },
        async run(accessTokenId) {
          await client.accessTokens.remove.mutate({ accessTokenId })
          await queryClient.invalidateQueries(trpc.accessTokens.pathFilter())
        },
      }}
    />
  )
}
