import type { RotationState } from '@app-connections/schemas'
import type { FieldWords } from './noun.ts'

/** What the fields of a rotation mean. */
export const rotationFields: FieldWords = {
  current: 'The credential that the connection has; null where it was not made here.',
  ending: 'Credentials that are to be ended at the platform; each is tried again.',
  isAutoRotationEnabled: 'Whether the credential is replaced on a schedule.',
  lastRotationMessage: 'Why the last rotation failed; null where it did not.',
  nextRotationAt: 'When the credential is rotated next; null while that is switched off.',
  open: 'Credentials that could not be ended: a person has to, and then settles them.',
  overlapDays: 'How many days the credential before is kept.',
  previous: 'The credential before, and until when it is kept; null where it has ended.',
  rotateAtUtc: 'The time of day, in UTC.',
  rotation: 'The settings; null where the credential was never to be rotated.',
  rotationInterval: 'In days.',
  rotations: 'The last ten, newest first.',
  rotationStatus: 'How the last rotation ended; pending before the first.',
}

const time = '2026-01-31T09:30:00.000Z'

export const exampleRotationState: RotationState = {
  isAutoRotationEnabled: true,
  rotation: {
    rotationInterval: 30,
    rotateAtUtc: { hours: 3, minutes: 0 },
    overlapDays: 1,
    rotationStatus: 'success',
    lastRotationMessage: null,
    nextRotationAt: '2026-03-02T03:00:00.000Z',
  },
  current: {
    id: '019a2b3c-0000-7000-8000-0000000000b7',
    platformId: '019a2b3c-0000-7000-8000-0000000000b8',
    since: time,
  },
  previous: null,
  ending: [],
  open: [],
  rotations: [
    {
      id: '019a2b3c-0000-7000-8000-0000000000b7',
      kind: 'schedule',
      state: 'succeeded',
      message: null,
      startedAt: time,
      endedAt: time,
    },
  ],
}
