import * as z from 'zod'
import { appSchema } from './apps/index.ts'
import { connectionIdSchema } from './connection.ts'
import { grantRefSchema, updateGrantSchema } from './grants.ts'
import { textSchema } from './text.ts'

/**
 * Why a route is open or closed. Open: `granted` (the action, on everything), `included` (in another action),
 * `narrowed` (to some apps, keys or fields), `rows` (of a list, those of the granted apps), `identity` (who the account
 * is). Closed: `noAction`, `wholeAccount` (the route cannot be narrowed to the apps of the grant), `notLive`.
 */
export const proofReasonSchema = z.enum([
  'granted',
  'included',
  'narrowed',
  'rows',
  'identity',
  'noAction',
  'wholeAccount',
  'notLive',
])

/** Where one grant opens a route. */
const scopeSchema = z.object({
  grantId: z.uuid(),
  /** Null for everything that the connection reaches. */
  apps: z.array(z.object({ id: z.string(), name: z.string() })).nullable(),
  /** Of routes over named values, which of them; null for all. */
  keys: z.array(z.string()).nullable(),
})

/** What grants open of one route of the platform. */
export const provenRouteSchema = z.object({
  /** The method and the template of the path: `GET /apps/{app}`. */
  route: z.string(),
  action: z.string(),
  changes: z.boolean(),
  /** Whether its answer holds credentials or addresses that are a right by themselves. */
  secret: z.boolean(),
  verdict: z.enum(['allowed', 'partly', 'denied']),
  reason: proofReasonSchema,
  /** The reason for people, with what is cut. */
  words: z.string(),
  /** The grants that open it, each as far as it does; empty where it is denied, and for who the account is. */
  scopes: z.array(scopeSchema),
})
export type ProvenRoute = z.output<typeof provenRouteSchema>

/** A grant over every route of its platform. */
export const grantProofSchema = z.object({
  grantId: z.uuid(),
  /** Whether the grant can be used now. If not, everything is denied. */
  live: z.boolean(),
  routes: z.array(provenRouteSchema),
})
export type GrantProof = z.output<typeof grantProofSchema>

/** Asks what a change of a grant would open and close. Nothing is changed. */
export const proofDifferenceInputSchema = updateGrantSchema
export type ProofDifferenceInput = z.output<typeof proofDifferenceInputSchema>

/** A request that makes a difference. A part of its path that no grant names is the parameter's word: `addon-id`. */
const exampleRequestSchema = z.object({
  method: z.string(),
  path: z.string(),
  /** Of a route over named values, the one that it is about. */
  key: z.string().optional(),
})
export type ExampleRequest = z.output<typeof exampleRequestSchema>

/** A route of which something opens or closes: as it would be, and a request that makes the difference. */
const differentRouteSchema = provenRouteSchema.extend({ example: exampleRequestSchema })

/** What a change of a grant would open and close. A route may be in both lists, as for one app and for another. */
export const proofDifferenceSchema = z.object({
  opens: z.array(differentRouteSchema),
  closes: z.array(differentRouteSchema),
  /** The children that would end, since they allow more than the grant would, with all that come from them. */
  endingChildren: z.array(z.object({ id: z.uuid(), subject: z.object({ name: z.string() }) })),
})
export type ProofDifference = z.output<typeof proofDifferenceSchema>

/** The grant that a proof is about. */
export const grantProofInputSchema = grantRefSchema

/** Asks what the caller may do on a connection. */
export const proxyRightsInputSchema = z.object({ app: appSchema, connectionId: connectionIdSchema })

/** Asks which connections the caller holds grants of; `connection` is the name or the id of one. */
export const usableInputSchema = z.object({ connection: textSchema.min(1).max(64).optional() })

const time = z.iso.datetime({ precision: 3 })

/** What the caller may do on a connection through all their live grants. What is not among the routes is denied. */
export const proxyRightsSchema = z.object({
  grants: z.array(
    z.object({
      id: z.uuid(),
      actions: z.array(z.string()),
      apps: z.array(z.object({ id: z.string(), name: z.string() })).nullable(),
      keys: z.array(z.string()).nullable(),
      expiresAt: time.nullable(),
      usesLeft: z.int().nullable(),
      /** How many changes are left today (UTC); null for no limit. */
      changesLeft: z.int().nullable(),
      /** The leases that `leases:create` allows; null without that action. */
      lease: z.object({ scopes: z.array(z.string()), maxSeconds: z.int() }).nullable(),
    }),
  ),
  routes: z.array(provenRouteSchema),
})
export type ProxyRights = z.output<typeof proxyRightsSchema>

/** Asks what can be granted on connections of an app. */
export const grantableInputSchema = z.object({ app: appSchema })

/** An action that can be granted: a noun and a verb of the platform. */
export const grantableActionSchema = z.object({
  action: z.string(),
  changes: z.boolean(),
  /** Whether it is about named values, which keys narrow. */
  ofValues: z.boolean(),
  /** Whether an answer to it may hold credentials, or addresses that are a right by themselves. */
  secret: z.boolean(),
  /** Whether it works for a grant that is narrowed to some apps. */
  ofApps: z.boolean(),
})

/** The actions that can be granted on connections of an app, by noun; null where they are not used through grants. */
export const grantableSchema = z.object({
  actions: z.array(grantableActionSchema).nullable(),
  /** The scopes that leases can have, where these can be granted. */
  leaseScopes: z.array(z.string()),
})
export type Grantable = z.output<typeof grantableSchema>
