'use client'

import { useQuery } from '@tanstack/react-query'
import { Layers, Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useState } from 'react'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { ProjectFrame } from '@/components/projects/project-frame.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { Empty } from '@/components/ui/layout/empty.tsx'
import { RowsSkeleton } from '@/components/ui/layout/skeleton.tsx'
import { Cell, NameCell, Row, Table, TableBody, TableHead } from '@/components/ui/lists/table.tsx'
import { placeOf, setTitle } from './place.ts'

const NewSetDialog = dynamic(() => import('./new-set-dialog.tsx').then((module) => module.NewSetDialog), {
  ssr: false,
})

/** The config sets of a project. */
export function SetsPage({ projectId }: { projectId: string }) {
  const sets = useQuery(useTRPC().secrets.sets.queryOptions({ projectId }))
  const [creating, setCreating] = useState(false)
  const create = (
    <Button look="primary" size="small" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      New config set
    </Button>
  )
  return (
    <ProjectFrame
      projectId={projectId}
      page="/sets"
      action={({ writes }) => writes && sets.data !== undefined && sets.data.length > 0 && create}
    >
      {({ home, writes }) => (
        <>
          {sets.error && (
            <QueryFailure failure={failureOf(sets.error)} busy={sets.isFetching} onRetry={() => sets.refetch()} />
          )}
          {sets.isPending && <RowsSkeleton label="Loading config sets" />}
          {sets.data?.length === 0 && (
            <Empty Icon={Layers} title="No config sets yet" action={writes && create}>
              A config set holds the values of one environment, such as production. A sync sets them at an app, and
              shows first what it would change there.
            </Empty>
          )}
          {sets.data !== undefined && sets.data.length > 0 && (
            <Table label="Config sets">
              <TableHead>
                <th scope="col">Environment and path</th>
                <th scope="col" className="text-right">
                  Keys
                </th>
              </TableHead>
              <TableBody>
                {sets.data.map((set) => (
                  <Row key={set.id} className="relative">
                    <NameCell>
                      <Link
                        href={`${home}/sets/${set.id}`}
                        prefetch={false}
                        className="block truncate font-medium after:absolute after:inset-0 hover:underline"
                      >
                        {setTitle(placeOf(set))}
                      </Link>
                      <p className="truncate text-[0.8125rem] text-muted">{set.secretPath}</p>
                    </NameCell>
                    <Cell className="text-right tabular-nums">{set.keys}</Cell>
                  </Row>
                ))}
              </TableBody>
            </Table>
          )}
          {creating && (
            <NewSetDialog projectId={projectId} setsPath={`${home}/sets`} onClose={() => setCreating(false)} />
          )}
        </>
      )}
    </ProjectFrame>
  )
}
