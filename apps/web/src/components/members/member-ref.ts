import type { Outputs } from '@/api/outputs.ts'

export type Member = Outputs['members']['list'][number]

/** Names a member to the service: by the id of the person or of the machine identity. */
export function memberRef({ personId, identityId }: Member): { personId: string } | { identityId: string } {
  return personId === null ? { identityId: identityId ?? '' } : { personId }
}

/** A key that is unique among members. */
export function memberKey({ personId, identityId }: Member): string {
  return personId ?? identityId ?? ''
}
