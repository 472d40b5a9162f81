'use client'

import { useMutation } from '@tanstack/react-query'
import { useTRPC } from '@/api/client.tsx'
import { failureOf } from '@/api/failure.ts'
import { FormFailure } from '@/components/failures/form-failure.tsx'
import { ShownOnce } from '@/components/form/shown-once.tsx'
import { Time } from '@/components/time/time.tsx'
import { Button } from '@/components/ui/controls/button.tsx'
import { CopyField } from '@/components/ui/controls/copy.tsx'
import type { Member } from './member-ref.ts'

/** Creates a link with which a person sets a new password. */
export function ResetLinkDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const make = useMutation(useTRPC().people.createPasswordReset.mutationOptions({ gcTime: 0 }))
  return (
    <ShownOnce
      title={`Reset the password of ${member.name}`}
      description="Send them the link yourself. Their sessions end once they have set the new password, not before."
      onClose={onClose}
    >
      <FormFailure failure={make.error ? failureOf(make.error) : undefined} />
      {make.data ? (
        <>
          <CopyField label="Link" text={make.data.url} />
          <p className="text-muted">
            It works once and expires <Time at={make.data.expiresAt} />. Earlier links no longer work.
          </p>
        </>
      ) : (
        <Button
          look="primary"
          className="justify-self-start"
          pending={make.isPending}
          onClick={() => make.mutate({ personId: member.personId ?? '' })}
        >
          {make.isPending ? 'Creating link…' : 'Create link'}
        </Button>
      )}
    </ShownOnce>
  )
}
