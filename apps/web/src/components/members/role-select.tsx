'use client'

import { useState } from 'react'
import { failureOfCall } from '@/api/failure-of-call.ts'
import { notify, notifyFailure, prepareToasts } from '@/components/toasts/toasts.ts'
import { Select } from '@/components/ui/controls/select.tsx'
import { useMembersChanged } from './members-changed.ts'

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
  /** Changes the role, or asks about it first: then the change follows from elsewhere. */
  onChoose: (role: Role) => Promise<'changed' | 'asked'>
}) {
  const membersChanged = useMembersChanged()
  const [chosen, setChosen] = useState<string>()

  async function choose(value: string) {
    const next = roles.find((each) => each === value)
    if (next === undefined) return
    setChosen(next)
    try {
      if ((await onChoose(next)) === 'asked') return
      await membersChanged()
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
