import * as z from 'zod'

/**
 * Something that ends with the rights of whoever it was made through: a client secret (with the tokens it was traded
 * for), a static token, a personal token (with a lower role alone), an invitation that nobody has accepted, a webhook, which is switched
 * off, a sync, which runs by itself no more, or a grant, which also ends with the rights of whoever holds it.
 */
export const madeSchema = z.object({
  kind: z.enum(['client-secret', 'access-token', 'personal-token', 'invitation', 'webhook', 'grant', 'sync']),
  id: z.uuid(),
  /**
   * The label of a secret or token, the program of a personal token, the address of an invitation, the origin of a webhook, the connection of a
   * grant, the name of a sync.
   */
  name: z.string(),
  /** Whose secret, token or grant it is; null where a person holds the grant. */
  identity: z.object({ id: z.uuid(), name: z.string() }).nullable(),
})
export type Made = z.output<typeof madeSchema>

/** Taking rights away: with `dryRun` nothing is changed, and the answer says what would end. */
export const takingAwaySchema = z.object({ dryRun: z.boolean().default(false) })

/** What a call that takes rights away adds to its answer: what has ended, or with `dryRun` what would. */
export const endsSchema = z.object({ ended: z.array(madeSchema).optional(), wouldEnd: z.array(madeSchema).optional() })
export type Ends = z.output<typeof endsSchema>
