'use client'

import { useQuery } from '@tanstack/react-query'
import { FolderKanban, Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useState } from 'react'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { projectRoleWords } from '@/components/members/role-words.ts'
import { useOrganization } from '@/components/organization/organization.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { Empty } from '@/components/ui/layout/empty.tsx'
import { PageFrame } from '@/components/ui/layout/page-frame.tsx'
import { RowsSkeleton } from '@/components/ui/layout/skeleton.tsx'
import { Cell, NameCell, Row, Table, TableBody, TableHead } from '@/components/ui/lists/table.tsx'
import { OtherProjects } from './other-projects.tsx'

const CreateProjectDialog = dynamic(
  () => import('./create-project-dialog.tsx').then((module) => module.CreateProjectDialog),
  { ssr: false },
)

/** The projects the visitor is in. An admin of the organization also sees the others. */
export function ProjectsPage() {
  const { organization } = useOrganization()
  const projects = useQuery(useTRPC().projects.list.queryOptions())
  const [creating, setCreating] = useState(false)
  const create = organization.role === 'admin' && (
    <Button look="primary" size="small" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      New project
    </Button>
  )
  return (
    <PageFrame
      title="Projects"
      count={projects.data?.length || undefined}
      lead="A project has its own connections and members. Organization roles do not apply inside a project."
      action={projects.data?.length === 0 ? undefined : create}
    >
      {projects.error && (
        <QueryFailure
          failure={failureOf(projects.error)}
          busy={projects.isFetching}
          onRetry={() => projects.refetch()}
        />
      )}
      {projects.isPending && <RowsSkeleton label="Loading projects" />}
      {projects.data?.length === 0 && (
        <Empty Icon={FolderKanban} title="You are in no project" action={create}>
          {create ? 'Create one. You become its first admin.' : 'Ask an admin of a project to add you.'}
        </Empty>
      )}
      {projects.data !== undefined && projects.data.length > 0 && (
        <Table label="Projects">
          <TableHead>
            <th scope="col">Name</th>
            <th scope="col">Your role</th>
          </TableHead>
          <TableBody>
            {projects.data.map(({ id, name, slug, role }) => (
              <Row key={id}>
                <NameCell>
                  <Link
                    href={`/o/${organization.slug}/projects/${id}`}
                    prefetch={false}
                    className="block truncate font-medium hover:underline"
                  >
                    {name}
                  </Link>
                  <p className="truncate text-[0.8125rem] text-muted">{slug}</p>
                </NameCell>
                <Cell className="whitespace-nowrap">{projectRoleWords[role].name}</Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
      {organization.role === 'admin' && <OtherProjects />}
      {creating && <CreateProjectDialog onClose={() => setCreating(false)} />}
    </PageFrame>
  )
}
