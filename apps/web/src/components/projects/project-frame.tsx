'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import type { Outputs } from '@/api/outputs.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { useOrganization } from '@/components/organization/organization.tsx'
import { PageFrame } from '@/components/ui/layout/page-frame.tsx'
import { RowsSkeleton } from '@/components/ui/layout/skeleton.tsx'
import { Tabs } from '@/components/ui/layout/tabs.tsx'
import { Notice } from '@/components/ui/notice.tsx'

/** A project that is shown, and what the visitor is offered in it. The service authorizes every call. */
export interface ShownProject {
  project: Outputs['projects']['list'][number]
  /** Whether to offer what an admin of the project may: its members, its syncs. */
  leads: boolean
  /** Whether to offer values, changes of them, and plans. */
  writes: boolean
  /** The address of its first page; the others are below it. */
  home: string
}

/** What each of a project's three main pages has: its heading, its actions and the way to the other two. */
export function ProjectFrame({
  projectId,
  page,
  action,
  children,
}: {
  projectId: string
  /** The page that is shown, by its part of the address; empty for the first. */
  page: '' | '/sets' | '/syncs'
  action?: (shown: ShownProject) => ReactNode
  children: (shown: ShownProject) => ReactNode
}) {
  const list = useProjectList()
  return (
    <WithProject projectId={projectId}>
      {(shown) => {
        const tabs = [
          { href: shown.home, name: 'Members' },
          { href: `${shown.home}/sets`, name: 'Config sets' },
          { href: `${shown.home}/syncs`, name: 'Syncs' },
        ]
        return (
          <PageFrame
            title={shown.project.name}
            lead={<code className="font-mono text-[0.8125rem] break-all select-all">{shown.project.id}</code>}
            back={list}
            action={action?.(shown)}
          >
            <Tabs label="Pages of the project" tabs={tabs} current={`${shown.home}${page}`} />
            {children(shown)}
          </PageFrame>
        )
      }}
    </WithProject>
  )
}

/** Shows a project's page once the project is known, and else what became of it. */
export function WithProject({
  projectId,
  children,
}: {
  projectId: string
  children: (shown: ShownProject) => ReactNode
}) {
  const list = useProjectList()
  const projects = useQuery(useTRPC().projects.list.queryOptions())
  const project = projects.data?.find(({ id }) => id === projectId)
  if (project !== undefined) {
    const { role } = project
    return children({ project, leads: role === 'admin', writes: role !== 'viewer', home: `${list.href}/${projectId}` })
  }
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

function useProjectList() {
  const { organization } = useOrganization()
  return { href: `/o/${organization.slug}/projects`, label: 'Projects' }
}
