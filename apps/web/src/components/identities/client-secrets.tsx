'use client'

import type { Identity } from '@app-connections/schemas'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { IssuedSection } from '@/components/issued/issued-section.tsx'
import { Time } from '@/components/time/time.tsx'

const CreateSecretDialog = dynamic(
  () => import('./create-secret-dialog.tsx').then((module) => module.CreateSecretDialog),
  { ssr: false },
)

/** The client secrets of an identity, without the secrets themselves. */
export function ClientSecrets({ identity, siteUrl }: { identity: Identity; siteUrl: string }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  return (
    <IssuedSection
      title="Client secrets"
      lead="A program exchanges client id and secret for a token, and does so again before the token expires."
      none="No secrets yet, so this identity cannot log in."
      query={useQuery(trpc.clientSecrets.list.queryOptions({ identityId: identity.id }))}
      describe={({ id, label, uses, usesLimit, expiresAt, lastUsedAt, createdAt }) => ({
        id,
        name: label || 'Unnamed',
        note: (
          <>
            Created <Time at={createdAt} /> · {expiresAt === null ? 'never expires' : 'expires '}
            {expiresAt !== null && <Time at={expiresAt} />} · {usesInWords(uses, usesLimit)}
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
        description: 'Programs that log in with it are refused, and every token issued for it ends at once.',
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

/** How often a secret was used: "not used", "1 use", "3 of 10 uses". */
function usesInWords(uses: number, limit: number): string {
  if (limit > 0) return `${uses} of ${limit} uses`
  if (uses === 0) return 'not used'
  return uses === 1 ? '1 use' : `${uses} uses`
}
