import type { RotationState } from '@app-connections/schemas'
import type { BadgeLook } from '@/components/ui/badge.tsx'

type Settings = NonNullable<RotationState['rotation']>
type Run = RotationState['rotations'][number]

/** "Every 30 days at 03:15 UTC". */
export function everyInWords({ rotationInterval, rotateAtUtc }: Settings): string {
  const two = (number: number) => `${number}`.padStart(2, '0')
  const days = rotationInterval === 1 ? 'Every day' : `Every ${rotationInterval} days`
  return `${days} at ${two(rotateAtUtc.hours)}:${two(rotateAtUtc.minutes)} UTC`
}

/** How long the credential before is kept. */
export function overlapInWords({ overlapDays }: Settings): string {
  if (overlapDays === 0) return 'Ended after a minute'
  return overlapDays === 1 ? 'Kept for 1 day' : `Kept for ${overlapDays} days`
}

export const runWords: Record<Run['state'], { name: string; look: BadgeLook }> = {
  under_way: { name: 'Under way', look: 'plain' },
  succeeded: { name: 'Succeeded', look: 'good' },
  failed: { name: 'Failed', look: 'bad' },
}

export const kindWords: Record<Run['kind'], string> = {
  by_hand: 'Rotated by hand',
  schedule: 'Rotated by schedule',
  roll_back: 'Went back to the credential before',
}
