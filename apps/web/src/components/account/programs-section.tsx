'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { IssuedSection } from '@/components/issued/issued-section.tsx'
import { Time } from '@/components/time/time.tsx'

/** The programs that act for the visitor by a personal token, in every organization of theirs. */
export function Programs() {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  return (
    <IssuedSection
      title="Programs that act for you"
      lead="They use the connections that you have grants of. Each ends with the session that confirmed it."
      named="Program"
      none="None. A program logs in with app-connections login."
      query={useQuery(trpc.personalTokens.list.queryOptions())}
      describe={({ id, name, organization, createdAt, expiresAt, lastUsedAt }) => ({
        id,
        name,
        note: (
          <>
            In {organization.name} · logged in <Time at={createdAt} /> · expires <Time at={expiresAt} />
          </>
        ),
        lastUsedAt,
      })}
      end={{
        label: 'Revoke',
        what: ({ name }) => name,
        description: 'What it is doing just now ends within a second. It can ask you again.',
        action: { label: 'Revoke', busy: 'Revoking…', done: 'Program logged out' },
        async run(personalTokenId) {
          await client.personalTokens.revoke.mutate({ personalTokenId })
          await queryClient.invalidateQueries(trpc.personalTokens.pathFilter())
        },
      }}
    />
  )
}
