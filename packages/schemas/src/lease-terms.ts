import * as z from 'zod'

/** The shortest and the longest life of a lease, in seconds. */
export const leastLeaseSeconds = 60
export const mostLeaseSeconds = 86_400

const whole = (label: string) =>
  z
    .int(`${label} must be a whole number`)
    .min(leastLeaseSeconds, `${label} must be at least ${leastLeaseSeconds}`)
    .max(mostLeaseSeconds, `${label} must be at most ${mostLeaseSeconds}`)

export const leaseSecondsSchema = whole('seconds')

/** What the credential of a lease may do, in the platform's words. */
export const leaseScopesSchema = z
  .array(
    z
      .string()
      .trim()
      .max(64, 'A scope has at most 64 characters')
      .regex(/^[a-z][a-z0-9:_-]{0,63}$/, 'Write a scope as its platform does, such as read'),
  )
  .min(1, 'Name at least one scope')
  .max(20, 'Name at most 20 scopes')
  .transform((scopes) => [...new Set(scopes)])

/** What leases a grant allows: with which scopes at most, and for how long at most. */
export const leaseTermsSchema = z.object({ scopes: leaseScopesSchema, maxSeconds: whole('maxSeconds') })
export type LeaseTerms = z.output<typeof leaseTermsSchema>

/** The action of grants that allows leases. */
export const leaseAction = 'leases:create'
