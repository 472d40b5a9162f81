'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { useOrganization } from '@/components/organization/organization.tsx'
import { Time } from '@/components/time/time.tsx'
import { notify, notifyFailure } from '@/components/toasts/toasts.ts'
import { Button } from '@/components/ui/controls/button.tsx'
import { contentId } from '@/components/ui/layout/content.ts'
import { Empty } from '@/components/ui/layout/empty.tsx'
import { PageFrame } from '@/components/ui/layout/page-frame.tsx'
import { RowsSkeleton } from '@/components/ui/layout/skeleton.tsx'
import {
  ActionsCell,
  ActionsHead,
  Cell,
  NameCell,
  Row,
  Table,
  TableBody,
  TableHead,
  wideOnly,
} from '@/components/ui/lists/table.tsx'
import { type AppLabels, methodLabel, scopeLabel } from '../labels.ts'

/** The deleted connections that the visitor may still restore. */
export function DeletedPage({ labels }: { labels: AppLabels }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { organization } = useOrganization()
  const deleted = useQuery(trpc.appConnections.deleted.queryOptions())
  const restore = useMutation(
    trpc.appConnections.restore.mutationOptions({
      async onSuccess({ name }) {
        await queryClient.invalidateQueries(trpc.appConnections.pathFilter())
        // The row disappears with its button. Focus must not be lost.
        document.getElementById(contentId)?.focus()
        await notify(`Restored ${name}`)
      },
      onError: (error) => notifyFailure(failureOf(error)),
    }),
  )
  return (
    <PageFrame
      title="Recently deleted"
      lead="You can restore a deleted connection for 7 days. Then its credential is destroyed for good."
      back={{ href: `/o/${organization.slug}/connections`, label: 'Connections' }}
    >
      {deleted.error && (
        <QueryFailure failure={failureOf(deleted.error)} busy={deleted.isFetching} onRetry={() => deleted.refetch()} />
      )}
      {deleted.isPending && <RowsSkeleton label="Loading deleted connections" />}
      {deleted.data?.length === 0 && (
        <Empty Icon={Trash2} title="Nothing deleted">
          Deleted connections stay here for 7 days.
        </Empty>
      )}
      {deleted.data !== undefined && deleted.data.length > 0 && (
        <Table label="Deleted connections">
          <TableHead>
            <th scope="col">Name</th>
            <th scope="col" className={wideOnly}>
              Deleted
            </th>
            <ActionsHead />
          </TableHead>
          <TableBody>
            {deleted.data.map((connection) => (
              <Row key={connection.id}>
                <NameCell>
                  <p className="truncate font-medium">{connection.name}</p>
                  <p className="text-[0.8125rem] text-muted">
                    {methodLabel(connection, labels)}&nbsp;· {scopeLabel(connection)}
                  </p>
                  {connection.deletedAt !== null && (
                    <p className="text-[0.8125rem] text-muted md:hidden">
                      Deleted <Time at={connection.deletedAt} />
                    </p>
                  )}
                </NameCell>
                <Cell className={`${wideOnly} text-muted`}>
                  {connection.deletedAt !== null && <Time at={connection.deletedAt} />}
                </Cell>
                <ActionsCell>
                  <Button
                    size="small"
                    aria-label={`Restore ${connection.name}`}
                    pending={restore.isPending && restore.variables.connectionId === connection.id}
                    onClick={() => restore.mutate({ connectionId: connection.id })}
                  >
                    Restore
                  </Button>
                </ActionsCell>
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
    </PageFrame>
  )
}
