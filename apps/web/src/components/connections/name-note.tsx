'use client'

import { connectionNameSchema } from '@app-connections/schemas'
import { skipToken, useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { useTRPC } from '@/api/client.tsx'

/** How long after the last key the service is asked, in milliseconds. */
const pauseMs = 350

/**
 * Whether a name is available in its scope, while it is typed (`projectId` empty: the organization).
 * Only a hint: it says nothing where the answer is unknown, and the service decides at the end.
 */
export function useNameNote(name: string, projectId: string, exceptConnectionId?: string): ReactNode {
  const settled = useSettled(name)
  const parsed = connectionNameSchema.safeParse(settled)
  const input = parsed.success
    ? {
        name: parsed.data,
        ...(projectId === '' ? {} : { projectId }),
        ...(exceptConnectionId === undefined ? {} : { exceptConnectionId }),
      }
    : skipToken
  const answer = useQuery({ ...useTRPC().appConnections.nameAvailable.queryOptions(input), retry: false })
  if (settled !== name || !parsed.success || answer.data === undefined) return undefined
  return answer.data.available ? (
    <span className="text-good-ink">Available</span>
  ) : (
    <span className="text-warn-ink">{`“${parsed.data}” is taken in this scope.`}</span>
  )
}

/** A text once it has not changed for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pauseMs)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
