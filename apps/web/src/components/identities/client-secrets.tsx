'use client'

import type { Identity } from '@app-connections/schemas'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { Time } from '@/components/time/time.tsx'
import { IssuedSection } from './issued-section.tsx'

const CreateSecretDialog = dynamic(
  () => import('./create-secret-dialog.tsx').then((module) => module.CreateSecretDialog),
  { ssr: false },
)

/** The client secrets of an identity: never the secrets themselves. */
export function ClientSecrets({ identity, siteUrl }: { identity: Identity; siteUrl: string }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  return (
    <IssuedSection
      title="Client secrets"
      lead="A program trades client id and secret for a token, and again before the token ends."
      none="It has none, so it cannot log in."
      query={useQuery(trpc.clientSecrets.list.queryOptions({ identityId: identity.id }))}
      describe={({ id, label, uses, usesLimit, expiresAt, lastUsedAt, createdAt }) => ({
        id,
        name: label || 'Without a label',
        note: (
          <>
            Made <Time at={createdAt} />
            {expiresAt === null ? ', without end' : ', ends '}
            {expiresAt !== null && <Time at={expiresAt} />}, {uses}
            {usesLimit > 0 && ` of ${usesLimit}`} {uses === 1 && usesLimit === 0 ? 'use' : 'uses'}
          </>
        ),
        lastUsedAt,
      })}
      create={{
        label: 'New secret',
        dialog: (onClose) => <CreateSecretDialog identity={identity} siteUrl={siteUrl} onClose={onClose} />,
      }}
      end={{
        label: 'Delete',
        what: ({ name }) => `the secret ${name}`,
        description: 'Programs that log in with it are refused, and every token it was traded for ends at once.',
        action: { label: 'Delete secret', busy: 'Deleting…', done: 'Secret deleted' },
        async run(clientSecretId) {
          await client.clientSecrets.remove.mutate({ clientSecretId })
          await queryClient.invalidateQueries(trpc.clientSecrets.pathFilter())
          await queryClient.invalidateQueries(trpc.accessTokens.pathFilter())
        },
      }}
    />
  )
}
