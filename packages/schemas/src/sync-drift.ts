import * as z from 'zod'

const time = z.iso.datetime({ precision: 3 })

/** How a key that a sync owns differs from what its last change left there: `attached` is by the platform. */
export const driftChangeSchema = z.enum(['changed', 'removed', 'attached'])

/** A release of the resource since nothing had been changed there. `by` and `at` are as the platform says. */
export const driftReleaseSchema = z.object({
  version: z.int(),
  description: z.string(),
  by: z.string().nullable(),
  at: z.string().nullable(),
})

/** What the latest look at the resource of a sync has found there. */
export const driftSchema = z.object({
  syncId: z.uuid(),
  /** Null before the first look. */
  lookedAt: time.nullable(),
  /** Why the latest look could not be made. */
  message: z.string().nullable(),
  release: z.int().nullable(),
  /** Keys of the sync that somebody else has changed, with digests in place of values. */
  keys: z.array(
    z.object({
      key: z.string(),
      change: driftChangeSchema,
      known: z.string(),
      there: z.string().nullable(),
      /** The release that names the key, where one does. */
      release: z.int().nullable(),
    }),
  ),
  releases: z.array(driftReleaseSchema),
})
export type Drift = z.output<typeof driftSchema>
