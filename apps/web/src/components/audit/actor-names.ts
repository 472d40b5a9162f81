'use client'

import type { AuditEvent } from '@app-connections/schemas'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTRPC } from '@/api/client.tsx'

/** The names of people and machine identities by their ids, and how to name the actor of an event. */
export function useActorNames() {
  const members = useQuery(useTRPC().members.list.queryOptions({}))
  return useMemo(() => {
    const named = (members.data ?? []).map(
      ({ personId, identityId, name }) => [personId ?? identityId ?? '', name] as const,
    )
    const names = new Map(named)
    const nameOf = ({ type, id }: AuditEvent['actor']) => (id === null ? undefined : names.get(id)) ?? nameless(type)
    return { options: named, nameOf }
  }, [members.data])
}

/** Who acts without a name of the organization: because they left it, or never had one. */
function nameless(type: string): string {
  const words: Record<string, string> = {
    person: 'A person who is no member',
    identity: 'A machine identity that is gone',
    anonymous: 'Nobody signed in',
    operator: 'The operator of the server',
    system: 'The service itself',
  }
  return words[type] ?? type
}
