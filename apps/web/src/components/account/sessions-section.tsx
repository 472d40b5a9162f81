'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTRPC, useTRPCClient } from '@/api/client.tsx'
import { type Failure, failureOf } from '@/api/failure.ts'
import { failureOfCall } from '@/api/failure-of-call.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { Time } from '@/components/time/time.tsx'
import { notify, notifyFailure } from '@/components/toasts/toasts.ts'
import { Button } from '@/components/ui/controls/button.tsx'
import { Section } from '@/components/ui/layout/section.tsx'
import { Skeleton } from '@/components/ui/layout/skeleton.tsx'
import { ActionsCell, ActionsHead, NameCell, Row, Table, TableBody, TableHead } from '@/components/ui/lists/table.tsx'
import { deviceInWords } from './device.ts'
import { endOtherSessions, SessionsError } from './sessions.ts'

/** The visitor's sessions, with buttons to sign out elsewhere. */
export function Sessions() {
  const queryClient = useQueryClient()
  const trpc = useTRPC()
  const client = useTRPCClient()
  const sessions = useQuery(trpc.session.list.queryOptions())
  const end = useMutation({
    mutationFn: async (sessionId: string | undefined) => {
      if (sessionId === undefined) await endOtherSessions()
      else await client.session.revoke.mutate({ sessionId })
    },
    async onSuccess() {
      await queryClient.invalidateQueries(trpc.session.list.queryFilter())
      await notify('Signed out elsewhere')
    },
    onError: (error) => notifyFailure(failureOfEnding(error)),
  })
  const others = sessions.data?.some(({ current }) => !current)
  const ending = (sessionId: string | undefined) => end.isPending && end.variables === sessionId
  return (
    <Section
      title="Sessions"
      lead="A session lasts 7 days from sign-in."
      action={
        others && (
          <Button size="small" pending={ending(undefined)} onClick={() => end.mutate(undefined)}>
            Sign out everywhere else
          </Button>
        )
      }
    >
      {sessions.error && (
        <QueryFailure
          failure={failureOf(sessions.error)}
          busy={sessions.isFetching}
          onRetry={() => sessions.refetch()}
        />
      )}
      {sessions.isPending && <Skeleton className="h-24" />}
      {sessions.data && (
        <Table label="Sessions">
          <TableHead>
            <th scope="col">Device</th>
            <ActionsHead />
          </TableHead>
          <TableBody>
            {sessions.data.map(({ id, current, userAgent, ipAddress, createdAt }) => (
              <Row key={id}>
                <NameCell>
                  <p className="truncate font-medium" title={userAgent ?? undefined}>
                    {deviceInWords(userAgent)}
                  </p>
                  <p className="text-[0.8125rem] text-muted">
                    Signed in <Time at={createdAt} />
                    {ipAddress && `, from ${ipAddress}`}
                  </p>
                </NameCell>
                <ActionsCell>
                  {current ? (
                    <span className="whitespace-nowrap text-muted">This session</span>
                  ) : (
                    <Button
                      look="quiet"
                      size="small"
                      aria-label={`Sign out ${deviceInWords(userAgent)}`}
                      pending={ending(id)}
                      onClick={() => end.mutate(id)}
                    >
                      Sign out
                    </Button>
                  )}
                </ActionsCell>
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
    </Section>
  )
}

/** A failure of either: of the service, or of the sign-in. */
function failureOfEnding(error: Error): Failure {
  return error instanceof SessionsError ? error.failure : failureOfCall(error)
}
