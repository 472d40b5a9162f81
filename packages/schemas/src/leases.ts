import * as z from 'zod'
import { appSchema } from './apps/index.ts'
import { connectionRefSchema } from './connections.ts'
import { grantSubjectSchema } from './grants.ts'
import { leaseScopesSchema, leaseSecondsSchema } from './lease-terms.ts'

/**
 * Opens a lease on a connection: a credential of its own, which ends by itself. What is absent is as the grant has it: all
 * of its scopes, and an hour where it allows so long.
 */
export const createLeaseSchema = connectionRefSchema.extend({
  scopes: leaseScopesSchema.optional(),
  seconds: leaseSecondsSchema.optional(),
})
export type CreateLease = z.output<typeof createLeaseSchema>

/** One lease of a connection. */
export const leaseRefSchema = connectionRefSchema.extend({ leaseId: z.uuid('Invalid uuid') })
export type LeaseRef = z.output<typeof leaseRefSchema>

/** Renews a lease, for as long as before unless told. */
export const renewLeaseSchema = leaseRefSchema.extend({ seconds: leaseSecondsSchema.optional() })
export type RenewLease = z.output<typeof renewLeaseSchema>

/**
 * Where a lease stands:
 * - `making`: its credential is being made
 * - `live`: it works
 * - `ending`: it is to be ended at the platform, and tried again until that is done
 * - `stuck`: it could not be ended: it ends by itself at the platform, or a person ends it there
 * - `ended`: it works no more
 * - `failed`: none was made
 */
export const leaseStateSchema = z.enum(['making', 'live', 'ending', 'stuck', 'ended', 'failed'])
export type LeaseState = z.output<typeof leaseStateSchema>

/**
 * What ended a lease: its time, its holder, an admin, its renewal, or the loss of what it hung on: the grant, the token or
 * session that it was opened with, the connection. `lost`: its credential never reached the caller.
 */
export const leaseEndSchema = z.enum(['time', 'holder', 'admin', 'renewal', 'access', 'lost'])
export type LeaseEnd = z.output<typeof leaseEndSchema>

const time = z.iso.datetime({ precision: 3 })

/** A credential of a connection's account that somebody holds for a while. It never holds that credential. */
export const leaseSchema = z.object({
  id: z.uuid(),
  connectionId: z.uuid(),
  app: appSchema,
  holder: grantSubjectSchema.extend({ name: z.string() }),
  grantId: z.uuid(),
  scopes: z.array(z.string()),
  /** The variable by which the platform's own programs take such a credential. */
  variable: z.string(),
  state: leaseStateSchema,
  createdAt: time,
  expiresAt: time,
  endedAt: time.nullable(),
  endedBy: leaseEndSchema.nullable(),
  /** Why it is not ended yet, in a sentence. */
  reason: z.string().nullable(),
  /** The lease whose place it took. */
  renews: z.uuid().nullable(),
})
export type Lease = z.output<typeof leaseSchema>

/** A lease that was just opened, with its credential: shown here and never again. */
export const openedLeaseSchema = z.object({ lease: leaseSchema, token: z.string() })
export type OpenedLease = z.output<typeof openedLeaseSchema>

/** The leases of a connection that have not ended, and the last that have. */
export const leasesSchema = z.object({ leases: z.array(leaseSchema) })
export type Leases = z.output<typeof leasesSchema>
