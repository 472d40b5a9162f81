'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/api/client.tsx'
import { failureOfCall } from '@/api/failure-of-call.ts'
import { notify, notifyFailure, prepareToasts } from '@/components/toasts/toasts.ts'
import { Select } from '@/components/ui/controls/select.tsx'

/** A member's role, changed when it is chosen. A change that is refused is taken back, and a message says why. */
export function RoleSelect<Role extends string>({
  label,
  role,
  roles,
  words,
  onChoose,
}: {
  label: string
  role: string
  roles: readonly Role[]
  words: Record<Role, { name: string }>
  onChoose: (role: Role) => Promise<unknown>
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [chosen, setChosen] = useState<string>()

  async function choose(value: string) {
    const next = roles.find((each) => each === value)
    if (next === undefined) return
    setChosen(next)
    try {
      await onChoose(next)
      await queryClient.invalidateQueries(trpc.members.pathFilter())
      await queryClient.invalidateQueries(trpc.identities.pathFilter())
      await queryClient.invalidateQueries(trpc.projects.pathFilter())
      await notify(`${label}: ${words[next].name}`)
    } catch (error) {
      await notifyFailure(failureOfCall(error))
    } finally {
      setChosen(undefined)
    }
  }

  return (
    <div className="w-36">
      <Select
        aria-label={label}
        value={chosen ?? role}
        onFocus={prepareToasts}
        onChange={(event) => choose(event.target.value)}
      >
        {roles.map((each) => (
          <option key={each} value={each}>
            {words[each].name}
          </option>
        ))}
      </Select>
    </div>
  )
}
