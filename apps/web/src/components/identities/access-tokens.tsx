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
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { ActionsCell, ActionsHead, Cell, NameCell, Row, Table, TableBody, TableHead } from '@/components/ui/table.tsx'

const CreateTokenDialog = dynamic(
  () => import('./create-token-dialog.tsx').then((module) => module.CreateTokenDialog),
  { ssr: false },
)
const ActionDialog = dynamic(
  () => import('@/components/form/action-dialog.tsx').then((module) => module.ActionDialog),
  {
    ssr: false,
  },
)

/** The living tokens of an identity: never the tokens themselves. */
export function AccessTokens({ identityId, siteUrl }: { identityId: string; siteUrl: string }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  const tokens = useQuery(trpc.accessTokens.list.queryOptions({ identityId }))
  const [creating, setCreating] = useState(false)
  const [ending, setEnding] = useState<{ id: string; name: string }>()
  return (
    <Section
      title="Tokens"
      lead="Those that were traded for a secret, and those made here for programs that cannot log in."
      action={
        <Button size="small" onClick={() => setCreating(true)}>
          New token
        </Button>
      }
    >
      {tokens.error && (
        <QueryFailure failure={failureOf(tokens.error)} busy={tokens.isFetching} onRetry={() => tokens.refetch()} />
      )}
      {tokens.isPending && <Skeleton className="h-24" />}
      {tokens.data?.length === 0 && <p className="text-muted">None lives.</p>}
      {tokens.data !== undefined && tokens.data.length > 0 && (
        <Table label="Tokens">
          <TableHead>
            <th scope="col">Token</th>
            <th scope="col">Ends</th>
            <ActionsHead />
          </TableHead>
          <TableBody>
            {tokens.data.map((token) => (
              <Row key={token.id}>
                <NameCell>
                  <p className="truncate font-medium">{nameOf(token)}</p>
                  <p className="text-[0.8125rem] text-muted">
                    Made <Time at={token.createdAt} />
                  </p>
                </NameCell>
                <Cell className="text-muted">
                  <Time at={token.expiresAt} />
                </Cell>
                <ActionsCell>
                  <Button
                    look="quiet"
                    size="small"
                    aria-label={`Revoke ${nameOf(token)}`}
                    onClick={() => setEnding({ id: token.id, name: nameOf(token) })}
                  >
                    Revoke
                  </Button>
                </ActionsCell>
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
      {creating && <CreateTokenDialog identityId={identityId} siteUrl={siteUrl} onClose={() => setCreating(false)} />}
      {ending && (
        <ActionDialog
          title={`Revoke ${ending.name}?`}
          description={<p>Whatever uses it is refused from then on.</p>}
          action={{ label: 'Revoke', busy: 'Revoking…', done: 'Token revoked' }}
          run={async () => {
            await client.accessTokens.remove.mutate({ accessTokenId: ending.id })
            await queryClient.invalidateQueries(trpc.accessTokens.pathFilter())
          }}
          onClose={() => setEnding(undefined)}
        />
      )}
    </Section>
  )
}

function nameOf({ label, static: made }: { label: string; static: boolean }): string {
  if (label !== '') return label
  return made ? 'Token without a label' : 'Token of a log-in'
}
