'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { Time } from '@/components/time/time.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { Section } from '@/components/ui/layout/section.tsx'
import { List, ListRow } from '@/components/ui/lists/list.tsx'
import { organizationRoleName } from './role-words.ts'

const ActionDialog = dynamic(
  () => import('@/components/form/action-dialog.tsx').then((module) => module.ActionDialog),
  { ssr: false },
)

/** The pending invitations. */
export function Invitations() {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const invitations = useQuery(trpc.invitations.list.queryOptions())
  const [revoked, setRevoked] = useState<{ id: string; email: string }>()
  return (
    <Section title="Invited" lead="A link works once and for 7 days. It is shown only when you create it.">
      {invitations.error && (
        <QueryFailure
          failure={failureOf(invitations.error)}
          busy={invitations.isFetching}
          onRetry={() => invitations.refetch()}
        />
      )}
      {invitations.data?.length === 0 && <p className="text-muted">No pending invitations.</p>}
      {invitations.data !== undefined && invitations.data.length > 0 && (
        <List label="Invitations">
          {invitations.data.map(({ id, email, role, expiresAt }) => (
            <ListRow
              key={id}
              name={email}
              more={
                <>
                  {organizationRoleName(role)} · expires <Time at={expiresAt} />
                </>
              }
            >
              <Button
                look="quiet"
                size="small"
                aria-label={`Revoke the invitation of ${email}`}
                onClick={() => setRevoked({ id, email })}
              >
                Revoke
              </Button>
            </ListRow>
          ))}
        </List>
      )}
      {revoked && (
        <ActionDialog
          title={`Revoke the invitation of ${revoked.email}?`}
          description={<p>Their link stops working at once. You can invite them again.</p>}
          action={{ label: 'Revoke', busy: 'Revoking…', done: 'Invitation revoked' }}
          run={async () => {
            await client.invitations.remove.mutate({ invitationId: revoked.id })
            await queryClient.invalidateQueries(trpc.invitations.pathFilter())
          }}
          onClose={() => setRevoked(undefined)}
        />
      )}
    </Section>
  )
}
