import * as z from 'zod'

const time = z.iso.datetime({ precision: 3 })

const whole = (label: string, least: number, most: number) =>
  z
    .int(`${label} must be a whole number`)
    .min(least, `${label} must be at least ${least}`)
    .max(most, `${label} must be at most ${most}`)

/** A time of day in UTC. */
export const rotateAtUtcSchema = z.object({ hours: whole('hours', 0, 23), minutes: whole('minutes', 0, 59) })

/**
 * When a credential is rotated: every so many days, at a time of day. The one before is kept for `overlapDays`; with 0 it
 * ends a minute after, when no use of it is under way any more.
 */
export const rotationSettingsSchema = z.object({
  rotationInterval: whole('rotationInterval', 1, 365),
  rotateAtUtc: rotateAtUtcSchema,
  overlapDays: whole('overlapDays', 0, 7).default(1),
  isAutoRotationEnabled: z.boolean().default(true),
})

/** Rotation as a connection shows it; `pending` until the first one has ended. */
export const rotationSchema = z
  .object({
    rotationInterval: z.int(),
    rotateAtUtc: z.object({ hours: z.int(), minutes: z.int() }),
    overlapDays: z.int(),
    rotationStatus: z.enum(['pending', 'success', 'failed']),
    /** Why the last rotation failed, in a sentence. */
    lastRotationMessage: z.string().nullable(),
    /** Null while it is switched off. */
    nextRotationAt: time.nullable(),
  })
  .meta({ description: 'When the credential is rotated and how that went last; absent while it was never to be.' })
export type Rotation = z.output<typeof rotationSchema>

/** What began a rotation: a call, the schedule, or a call that went back to the credential before. */
export const rotationKindSchema = z.enum(['by_hand', 'schedule', 'roll_back'])
export type RotationKind = z.output<typeof rotationKindSchema>

/** One rotation and how it ended. */
export const rotationRunSchema = z.object({
  id: z.uuid(),
  kind: rotationKindSchema,
  state: z.enum(['under_way', 'succeeded', 'failed']),
  /** Why it failed, in a sentence. */
  message: z.string().nullable(),
  startedAt: time,
  endedAt: time.nullable(),
})

/** A credential at its platform. `platformId` is its id there, which is no secret; null where it cannot be told apart. */
const keptSchema = z.object({ id: z.uuid(), platformId: z.string().nullable() })

/**
 * All of a connection's rotation. `current` is null where the credential was not made here. `ending` are to be ended at the
 * platform and are tried again; `open` could not be ended, and a person has to.
 */
export const rotationStateSchema = z.object({
  isAutoRotationEnabled: z.boolean(),
  rotation: rotationSchema.nullable(),
  current: keptSchema.extend({ since: time }).nullable(),
  previous: keptSchema.extend({ until: time }).nullable(),
  ending: z.array(keptSchema.extend({ nextTryAt: time, reason: z.string().nullable() })),
  open: z.array(keptSchema.extend({ reason: z.string().nullable() })),
  rotations: z.array(rotationRunSchema),
})
export type RotationState = z.output<typeof rotationStateSchema>
