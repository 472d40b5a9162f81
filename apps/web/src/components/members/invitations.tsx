'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { Time } from '@/components/time/time.tsx'
import { Button } from '@/components/ui/button.tsx'
import { QueryFailure } from '@/components/ui/query-failure.tsx'
import { Section } from '@/components/ui/section.tsx'
import { ActionsCell, ActionsHead, Cell, NameCell, Row, Table, TableBody, TableHead } from '@/components/ui/table.tsx'

const ActionDialog = dynamic(
  () => import('@/components/form/action-dialog.tsx').then((module) => module.ActionDialog),
  { ssr: false },
)

/** The invitations that may still be accepted. */
export function Invitations() {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const invitations = useQuery(trpc.invitations.list.queryOptions())
  const [taken, setTaken] = useState<{ id: string; email: string }>()
  return (
    <Section title="Invited" lead="A link works once and for 7 days. It is shown when it is made, and never again.">
      {invitations.error && (
        <QueryFailure
          failure={failureOf(invitations.error)}
          busy={invitations.isFetching}
          onRetry={() => invitations.refetch()}
        />
      )}
      {invitations.data?.length === 0 && <p className="text-muted">Nobody has an open invitation.</p>}
      {invitations.data !== undefined && invitations.data.length > 0 && (
        <Table label="Invitations">
          <TableHead>
            <th scope="col">E-mail</th>
            <th scope="col">Ends</th>
            <ActionsHead />
          </TableHead>
          <TableBody>
            {invitations.data.map(({ id, email, role, expiresAt }) => (
              <Row key={id}>
                <NameCell>
                  <p className="truncate font-medium">{email}</p>
                  <p className="text-[0.8125rem] text-muted">as {role}</p>
                </NameCell>
                <Cell className="text-muted">
                  <Time at={expiresAt} />
                </Cell>
                <ActionsCell>
                  <Button
                    look="quiet"
                    size="small"
                    aria-label={`Take back the invitation of ${email}`}
                    onClick={() => setTaken({ id, email })}
                  >
                    Take back
                  </Button>
                </ActionsCell>
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
      {taken && (
        <ActionDialog
          title={`Take back the invitation of ${taken.email}?`}
          description={<p>Their link stops working at once. You can invite them again.</p>}
          action={{ label: 'Take back', busy: 'Taking back…', done: 'Invitation taken back' }}
          run={async () => {
            await client.invitations.remove.mutate({ invitationId: taken.id })
            await queryClient.invalidateQueries(trpc.invitations.pathFilter())
          }}
          onClose={() => setTaken(undefined)}
        />
      )}
    </Section>
  )
}
