'use client'

import { useState } from 'react'
import type { Failure } from '@/api/failure.ts'
import { FormFailure } from '@/components/failures/form-failure.tsx'
import { leaveTo, signOut } from '@/components/session/requests.ts'
import { Button } from '@/components/ui/controls/button.tsx'

/** Signs out, for pages without the account menu. */
export function SignOutButton() {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure>()

  async function leave() {
    setBusy(true)
    setFailure((await signOut()) ?? (await leaveTo('/sign-in')))
    setBusy(false)
  }

  return (
    <>
      <FormFailure failure={failure} />
      <Button pending={busy} onClick={leave}>
        Sign out
      </Button>
    </>
  )
}
