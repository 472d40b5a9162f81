'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import type { Outputs } from '@/api/outputs.ts'
import { Time } from '@/components/time/time.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { Section } from '@/components/ui/layout/section.tsx'
import { Fact, Facts } from '@/components/ui/lists/facts.tsx'

const RenameOrganizationDialog = dynamic(
  () => import('./rename-organization-dialog.tsx').then((module) => module.RenameOrganizationDialog),
  { ssr: false },
)

/** The name of the organization, and the id by which programs address it. */
export function OrganizationSection({
  organization,
}: {
  organization: Outputs['organizations']['settings']['organization']
}) {
  const [renaming, setRenaming] = useState(false)
  const { id, name, slug, createdAt } = organization
  return (
    <Section
      title="Organization"
      action={
        <Button size="small" onClick={() => setRenaming(true)}>
          Rename
        </Button>
      }
    >
      <Facts>
        <Fact name="Name">{name}</Fact>
        <Fact name="Short name">{slug}</Fact>
        <Fact name="Created">
          <Time at={createdAt} />
        </Fact>
        <Fact name="Id" wide>
          <code className="font-mono text-[0.8125rem] break-all select-all">{id}</code>
        </Fact>
      </Facts>
      {renaming && <RenameOrganizationDialog organization={organization} onClose={() => setRenaming(false)} />}
    </Section>
  )
}
