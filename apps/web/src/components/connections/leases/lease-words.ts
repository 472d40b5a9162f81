import type { Lease } from '@app-connections/schemas'
import type { BadgeLook } from '@/components/ui/badge.tsx'

export const leaseWords: Record<Lease['state'], { name: string; look: BadgeLook }> = {
  making: { name: 'Being made', look: 'plain' },
  live: { name: 'Open', look: 'good' },
  ending: { name: 'To be ended', look: 'warn' },
  stuck: { name: 'Could not be ended', look: 'bad' },
  ended: { name: 'Ended', look: 'plain' },
  failed: { name: 'Not made', look: 'plain' },
}

/** Whether a lease still is, or may be, a token at the platform. */
export function isOpen({ state }: Pick<Lease, 'state'>): boolean {
  return state !== 'ended' && state !== 'failed'
}

const ends: Record<NonNullable<Lease['endedBy']>, string> = {
  time: 'at its time',
  holder: 'by its holder',
  admin: 'by an admin',
  renewal: 'by its renewal',
  access: 'with what it hung on: a grant, a session or token, or the connection',
  lost: 'since its token reached nobody',
}

/** What ended a lease, in words; undefined where nothing has, or it says nothing. */
export function endInWords({ state, endedBy }: Pick<Lease, 'state' | 'endedBy'>): string | undefined {
  return state === 'ended' && endedBy !== null ? `Ended ${ends[endedBy]}` : undefined
}
