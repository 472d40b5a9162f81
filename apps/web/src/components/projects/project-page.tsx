'use client'

import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useOrganization } from '@/components/organization/organization.tsx'
import { Button, buttonStyle } from '@/components/ui/controls/button.tsx'
import { ProjectFrame } from './project-frame.tsx'
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
  const [open, setOpen] = useState<'rename' | 'remove'>()
  const close = () => setOpen(undefined)
  const list = `/o/${organization.slug}/projects`
  return (
    <ProjectFrame
      projectId={projectId}
      page=""
      action={({ project }) => (
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
      )}
    >
      {({ project, leads }) => (
        <>
          <ProjectMembers projectId={project.id} leads={leads} />
          {open === 'rename' && <RenameProjectDialog project={project} onClose={close} />}
          {open === 'remove' && (
            <RemoveProjectDialog project={project} onClose={close} onRemoved={() => router.replace(list)} />
          )}
        </>
      )}
    </ProjectFrame>
  )
}
