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

/** What an actor without a name is called: they left the organization, or never had a name in it. */
export function nameless(type: string): string {
  const words: Record<string, string> = {
    person: 'A former member',
    identity: 'A deleted machine identity',
    anonymous: 'Unknown visitor',
    operator: 'The operator of the server',
    system: 'App Connections',
  }
  return words[type] ?? type
}
