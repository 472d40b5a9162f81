'use client'

import { connectionNameSchema } from '@app-connections/schemas'
import { skipToken, useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { useTRPC } from '@/api/client.tsx'

/** So long after the last key the service is asked, in milliseconds. */
const pauseMs = 350

/**
 * What is known of a name while it is typed: whether it is free in its scope (`projectId` empty: the organization).
 * Only a hint: what is unknown, or could not be asked, says nothing, and the service judges at the end.
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
    <span className="text-good-ink">{`“${parsed.data}” is free.`}</span>
  ) : (
    <span className="text-warn-ink">{`Another connection of this scope is called “${parsed.data}”.`}</span>
  )
}

/** A text once nobody has typed for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pauseMs)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
