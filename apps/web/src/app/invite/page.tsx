import type { Metadata } from 'next'
import { Entrance } from '@/components/entrance/entrance.tsx'
import { InvitationForm } from '@/components/entrance/invitation-form.tsx'

export const metadata: Metadata = { title: 'Join' }

export default function InvitePage() {
  return (
    <Entrance title="Join your team" lead="You were invited to an organization. The link works once.">
      <InvitationForm />
    </Entrance>
  )
}
