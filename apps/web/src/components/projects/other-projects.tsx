'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { Section } from '@/components/ui/layout/section.tsx'
import { List, ListRow } from '@/components/ui/lists/list.tsx'

const JoinProjectDialog = dynamic(
  () => import('./join-project-dialog.tsx').then((module) => module.JoinProjectDialog),
  { ssr: false },
)

/** The projects that an admin of the organization is not in, each with a button to join. Absent where there are none. */
export function OtherProjects() {
  const others = useQuery(useTRPC().projects.listOthers.queryOptions())
  const [joining, setJoining] = useState<{ id: string; name: string }>()
  if (others.data?.length === 0 || others.isPending) return null
  return (
    <div className="mt-8">
      <Section
        title="Projects you are not in"
        lead="As an admin of the organization you can join any of them. Until then you see neither their connections nor their members."
      >
        {others.error && (
          <QueryFailure failure={failureOf(others.error)} busy={others.isFetching} onRetry={() => others.refetch()} />
        )}
        {others.data && (
          <List label="Projects you are not in">
            {others.data.map((project) => (
              <ListRow key={project.id} name={project.name} more={project.slug}>
                <Button size="small" aria-label={`Join ${project.name}`} onClick={() => setJoining(project)}>
                  Join
                </Button>
              </ListRow>
            ))}
          </List>
        )}
        {joining && <JoinProjectDialog project={joining} onClose={() => setJoining(undefined)} />}
      </Section>
    </div>
  )
}
