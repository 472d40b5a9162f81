'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { actionInWords } from '@/components/audit/action-words.ts'
import { useActorNames } from '@/components/audit/actor-names.ts'
import { useOrganization } from '@/components/organization/organization.tsx'
import { useNow } from '@/components/time/clock.tsx'
import { Time } from '@/components/time/time.tsx'
import { QueryFailure } from '@/components/ui/query-failure.tsx'
import { Section } from '@/components/ui/section.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { Cell, NameCell, Row, Table, TableBody, TableHead } from '@/components/ui/table.tsx'
import { connectionEvents } from './connection-events.ts'
import { usesByActor } from './uses-by-actor.ts'

/** Who did something with a connection in the last 30 days. For admins: the audit trail is theirs. */
export function ConnectionHistory({ connectionId }: { connectionId: string }) {
  const events = useQuery(connectionEvents(useTRPC(), connectionId, useNow()))
  const { organization } = useOrganization()
  const { nameOf } = useActorNames()
  const uses = usesByActor(events.data?.auditEvents ?? [])
  return (
    <Section
      title="Who used it in the last 30 days"
      action={
        <Link
          href={`/o/${organization.slug}/audit?target=${connectionId}`}
          prefetch={false}
          className="text-muted underline underline-offset-2 hover:text-ink"
        >
          All its events
        </Link>
      }
    >
      {events.error && (
        <QueryFailure failure={failureOf(events.error)} busy={events.isFetching} onRetry={() => events.refetch()} />
      )}
      {events.isPending && <Skeleton className="h-24" />}
      {events.data?.nextCursor !== undefined && (
        <p className="mb-3 text-muted">There were more than 1,000 events: these are the latest.</p>
      )}
      {events.data !== undefined && uses.length === 0 && <p className="text-muted">Nobody did anything with it.</p>}
      {uses.length > 0 && (
        <Table label="Who used it">
          <TableHead>
            <th scope="col">Who</th>
            <th scope="col">Times</th>
            <th scope="col">Last</th>
          </TableHead>
          <TableBody>
            {uses.map(({ actor, actions, times, last }) => (
              <Row key={`${actor.type} ${actor.id}`}>
                <NameCell>
                  <p className="truncate font-medium">{nameOf(actor)}</p>
                  <p className="text-[0.8125rem] text-muted">{actions.map(actionInWords).join(', ')}</p>
                </NameCell>
                <Cell className="tabular-nums">{times}</Cell>
                <Cell className="text-muted">
                  <Time at={last} />
                </Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
    </Section>
  )
}
