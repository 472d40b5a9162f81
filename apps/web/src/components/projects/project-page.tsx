'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { useOrganization } from '@/components/organization/organization.tsx'
import { Button, buttonStyle } from '@/components/ui/controls/button.tsx'
import { PageFrame } from '@/components/ui/layout/page-frame.tsx'
import { RowsSkeleton } from '@/components/ui/layout/skeleton.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { ProjectMembers } from './project-members.tsx'

const RenameProjectDialog = dynamic(
  () => import('./rename-project-dialog.tsx').then((module) => module.RenameProjectDialog),
  { ssr: false },
)
const RemoveProjectDialog = dynamic(
  () => import('./remove-project-dialog.tsx').then((module) => module.RemoveProjectDialog),
  { ssr: false },
)

/** One project with its members. Admins can also rename and delete it. */
export function ProjectPage({ projectId }: { projectId: string }) {
  const { organization } = useOrganization()
  const router = useRouter()
  const projects = useQuery(useTRPC().projects.list.queryOptions())
  const [open, setOpen] = useState<'rename' | 'remove'>()
  const project = projects.data?.find(({ id }) => id === projectId)
  const list = { href: `/o/${organization.slug}/projects`, label: 'Projects' }
  const close = () => setOpen(undefined)

  if (project === undefined) {
    return (
      <PageFrame title="Project" back={list}>
        {projects.isPending && <RowsSkeleton label="Loading the project" />}
        {projects.error && (
          <QueryFailure
            failure={failureOf(projects.error)}
            busy={projects.isFetching}
            onRetry={() => projects.refetch()}
          />
        )}
        {projects.data && (
          <Notice look="info" title="Project not found">
            <p className="text-muted">It was deleted, or you were taken out of it.</p>
          </Notice>
        )}
      </PageFrame>
    )
  }
  return (
    <PageFrame
      title={project.name}
      lead={<code className="font-mono text-[0.8125rem] break-all select-all">{project.id}</code>}
      back={list}
      action={
        <>
          <Link
            href={`/o/${organization.slug}/connections?project=${project.id}`}
            prefetch={false}
            className={buttonStyle({ size: 'small' })}
          >
            Connections
          </Link>
          {organization.role === 'admin' && (
            <>
              <Button size="small" onClick={() => setOpen('rename')}>
                Rename
              </Button>
              <Button size="small" look="quiet" onClick={() => setOpen('remove')}>
                Delete
              </Button>
            </>
          )}
        </>
      }
    >
      <ProjectMembers projectId={project.id} leads={project.role === 'admin'} />
      {open === 'rename' && <RenameProjectDialog project={project} onClose={close} />}
      {open === 'remove' && (
        <RemoveProjectDialog project={project} onClose={close} onRemoved={() => router.replace(list.href)} />
      )}
    </PageFrame>
  )
}
