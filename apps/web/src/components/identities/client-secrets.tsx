'use client'

import type { Identity } from '@app-connections/schemas'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { Time } from '@/components/time/time.tsx'
import { Button } from '@/components/ui/button.tsx'
import { QueryFailure } from '@/components/ui/query-failure.tsx'
import { Section } from '@/components/ui/section.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { ActionsCell, ActionsHead, Cell, NameCell, Row, Table, TableBody, TableHead } from '@/components/ui/table.tsx'

const CreateSecretDialog = dynamic(
  () => import('./create-secret-dialog.tsx').then((module) => module.CreateSecretDialog),
  { ssr: false },
)
const ActionDialog = dynamic(
  () => import('@/components/form/action-dialog.tsx').then((module) => module.ActionDialog),
  {
    ssr: false,
  },
)

/** The client secrets of an identity: never the secrets themselves. */
export function ClientSecrets({ identity, siteUrl }: { identity: Identity; siteUrl: string }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const secrets = useQuery(trpc.clientSecrets.list.queryOptions({ identityId: identity.id }))
  const [creating, setCreating] = useState(false)
  const [leaving, setLeaving] = useState<{ id: string; label: string }>()
  return (
    <Section
      title="Client secrets"
      lead="A program trades client id and secret for a token, and again before the token ends."
      action={
        <Button size="small" onClick={() => setCreating(true)}>
          New secret
        </Button>
      }
    >
      {secrets.error && (
        <QueryFailure failure={failureOf(secrets.error)} busy={secrets.isFetching} onRetry={() => secrets.refetch()} />
      )}
      {secrets.isPending && <Skeleton className="h-24" />}
      {secrets.data?.length === 0 && <p className="text-muted">It has none, so it cannot log in.</p>}
      {secrets.data !== undefined && secrets.data.length > 0 && (
        <Table label="Client secrets">
          <TableHead>
            <th scope="col">Label</th>
            <th scope="col">Last used</th>
            <ActionsHead />
          </TableHead>
          <TableBody>
            {secrets.data.map(({ id, label, uses, usesLimit, expiresAt, lastUsedAt, createdAt }) => (
              <Row key={id}>
                <NameCell>
                  <p className="truncate font-medium">{label === '' ? 'Without a label' : label}</p>
                  <p className="text-[0.8125rem] text-muted">
                    Made <Time at={createdAt} />
                    {expiresAt === null ? ', without end' : ', ends '}
                    {expiresAt !== null && <Time at={expiresAt} />}, {uses}
                    {usesLimit > 0 && ` of ${usesLimit}`} {uses === 1 && usesLimit === 0 ? 'use' : 'uses'}
                  </p>
                </NameCell>
                <Cell className="text-muted">{lastUsedAt === null ? 'Never' : <Time at={lastUsedAt} />}</Cell>
                <ActionsCell>
                  <Button
                    look="quiet"
                    size="small"
                    aria-label={`Delete the secret ${label}`}
                    onClick={() => setLeaving({ id, label })}
                  >
                    Delete
                  </Button>
                </ActionsCell>
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
      {creating && <CreateSecretDialog identity={identity} siteUrl={siteUrl} onClose={() => setCreating(false)} />}
      {leaving && (
        <ActionDialog
          title={`Delete the secret ${leaving.label}?`}
          description={<p>Programs that log in with it are refused, and every token it was traded for ends at once.</p>}
          action={{ label: 'Delete secret', busy: 'Deleting…', done: 'Secret deleted' }}
          run={async () => {
            await client.clientSecrets.remove.mutate({ clientSecretId: leaving.id })
            await queryClient.invalidateQueries(trpc.clientSecrets.pathFilter())
            await queryClient.invalidateQueries(trpc.accessTokens.pathFilter())
          }}
          onClose={() => setLeaving(undefined)}
        />
      )}
    </Section>
  )
}
