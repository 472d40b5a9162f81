'use client'

import { useQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { QueryFailure } from '@/components/failures/query-failure.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { PageFrame } from '@/components/ui/layout/page-frame.tsx'
import { RowsSkeleton } from '@/components/ui/layout/skeleton.tsx'
import { Invitations } from './invitations.tsx'
import type { Member } from './member-ref.ts'
import { MembersList } from './members-list.tsx'

const InviteDialog = dynamic(() => import('./invite-dialog.tsx').then((module) => module.InviteDialog), { ssr: false })
const RemoveMemberDialog = dynamic(
  () => import('./remove-member-dialog.tsx').then((module) => module.RemoveMemberDialog),
  { ssr: false },
)
const ResetLinkDialog = dynamic(() => import('./reset-link-dialog.tsx').then((module) => module.ResetLinkDialog), {
  ssr: false,
})

type Open = { dialog: 'invite' } | { dialog: 'remove' | 'reset'; member: Member }

/** The people and machine identities of the organization with their roles, and the invitations. For admins. */
export function MembersPage() {
  const members = useQuery(useTRPC().members.list.queryOptions({}))
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  return (
    <PageFrame
      title="Members"
      count={members.data?.length}
      action={
        <Button look="primary" size="small" onClick={() => setOpen({ dialog: 'invite' })}>
          <UserPlus aria-hidden />
          Invite
        </Button>
      }
    >
      {members.error && (
        <QueryFailure failure={failureOf(members.error)} busy={members.isFetching} onRetry={() => members.refetch()} />
      )}
      {members.isPending && <RowsSkeleton label="Loading members" />}
      {members.data && (
        <div className="mb-8">
          <MembersList
            members={members.data}
            onRemove={(member) => setOpen({ dialog: 'remove', member })}
            onReset={(member) => setOpen({ dialog: 'reset', member })}
          />
        </div>
      )}
      <Invitations />
      {open?.dialog === 'invite' && <InviteDialog onClose={close} />}
      {open?.dialog === 'remove' && <RemoveMemberDialog member={open.member} projectId={null} onClose={close} />}
      {open?.dialog === 'reset' && <ResetLinkDialog member={open.member} onClose={close} />}
    </PageFrame>
  )
}
