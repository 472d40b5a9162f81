'use client'

import { useOrganization } from '@/components/organization/organization.tsx'
import { PageFrame } from '@/components/ui/layout/page-frame.tsx'
import { Section } from '@/components/ui/layout/section.tsx'
import { PasswordForm } from './password-form.tsx'
import { Programs } from './programs-section.tsx'
import { Sessions } from './sessions-section.tsx'

/** The visitor's own account: their password, their sessions, and what acts for them. */
export function AccountPage() {
  const { person } = useOrganization()
  return (
    <PageFrame title="Account" lead={`${person.name}, ${person.email}`}>
      <Section title="Password">
        <PasswordForm />
      </Section>
      <Sessions />
      <Programs />
    </PageFrame>
  )
}
