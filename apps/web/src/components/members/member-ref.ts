import type { Outputs } from '@/api/outputs.ts'

export type Member = Outputs['members']['list'][number]

/** How the service is told which member is meant: by the id of the person, or of the machine identity. */
export function memberRef({ personId, identityId }: Member): { personId: string } | { identityId: string } {
  return personId === null ? { identityId: identityId ?? '' } : { personId }
}

/** One text for one member. */
export function memberKey({ personId, identityId }: Member): string {
  return personId ?? identityId ?? ''
}
