'use client'

import type { AppRouter } from '@app-connections/client'
import type { UseQueryResult } from '@tanstack/react-query'
import type { TRPCClientErrorLike } from '@trpc/client'
import dynamic from 'next/dynamic'
import { type ReactNode, useState } from 'react'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { Time } from '@/components/time/time.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { Section } from '@/components/ui/layout/section.tsx'
import { Skeleton } from '@/components/ui/layout/skeleton.tsx'
import {
  ActionsCell,
  ActionsHead,
  Cell,
  NameCell,
  Row,
  Table,
  TableBody,
  TableHead,
} from '@/components/ui/lists/table.tsx'

const ActionDialog = dynamic(
  () => import('@/components/form/action-dialog.tsx').then((module) => module.ActionDialog),
  { ssr: false },
)

/** A secret or token as a row shows it, without its value. */
export interface Issued {
  id: string
  name: string
  note: ReactNode
  lastUsedAt: string | null
}

interface IssuedSectionProps<Item> {
  title: string
  lead: string
  /** The head of the column of names. */
  named?: string
  /** Shown if there are none. */
  none: string
  query: UseQueryResult<Item[], TRPCClientErrorLike<AppRouter>>
  describe: (item: Item) => Issued
  /** Absent where they are made elsewhere. */
  create?: { label: string; dialog: (onClose: () => void) => ReactNode }
  end: {
    label: string
    /** The words for the secret or token in the button and the dialog. */
    what: (issued: Issued) => string
    description: string
    action: { label: string; busy: string; done: string }
    run: (id: string) => Promise<unknown>
  }
}

/** The secrets or tokens of a machine identity or a person with their last use, and buttons to create and end them. */
export function IssuedSection<Item>({
  title,
  lead,
  named = 'Label',
  none,
  query,
  describe,
  create,
  end,
}: IssuedSectionProps<Item>) {
  const [creating, setCreating] = useState(false)
  const [ending, setEnding] = useState<Issued>()
  const rows = query.data?.map(describe)
  return (
    <Section
      title={title}
      lead={lead}
      action={
        create && (
          <Button size="small" onClick={() => setCreating(true)}>
            {create.label}
          </Button>
        )
      }
    >
      {query.error && (
        <QueryFailure failure={failureOf(query.error)} busy={query.isFetching} onRetry={() => query.refetch()} />
      )}
      {query.isPending && <Skeleton className="h-24" />}
      {rows?.length === 0 && <p className="text-muted">{none}</p>}
      {rows !== undefined && rows.length > 0 && (
        <Table label={title}>
          <TableHead>
            <th scope="col">{named}</th>
            <th scope="col">Last used</th>
            <ActionsHead />
          </TableHead>
          <TableBody>
            {rows.map((row) => (
              <Row key={row.id}>
                <NameCell>
                  <p className="truncate font-medium">{row.name}</p>
                  <p className="text-[0.8125rem] text-muted">{row.note}</p>
                </NameCell>
                <Cell className="text-muted">{row.lastUsedAt === null ? 'Never' : <Time at={row.lastUsedAt} />}</Cell>
                <ActionsCell>
                  <Button
                    look="quiet"
                    size="small"
                    aria-label={`${end.label} ${end.what(row)}`}
                    onClick={() => setEnding(row)}
                  >
                    {end.label}
                  </Button>
                </ActionsCell>
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
      {creating && create?.dialog(() => setCreating(false))}
      {ending && (
        <ActionDialog
          title={`${end.label} ${end.what(ending)}?`}
          description={<p>{end.description}</p>}
          action={end.action}
          run={() => end.run(ending.id)}
          onClose={() => setEnding(undefined)}
        />
      )}
    </Section>
  )
}
