import * as z from 'zod'
import type { MethodFacts, SecretFields } from './facts.ts'
import { nonEmpty } from './non-empty.ts'

/** A method whose credential the caller gives as secret fields. */
export function bySecret<A extends string, M extends string, F extends SecretFields>(
  app: A,
  method: M,
  facts: Pick<MethodFacts, 'name' | 'hint' | 'renewed' | 'withdrawn' | 'rotates'> & { readonly fields: F },
) {
  const by = 'secret' as const
  return { ...facts, method, by, variables: [], ...credentialsOf(app, method, facts.fields) }
}

/** A method whose credential comes of a person's consent. A call that creates one may name it with any credentials. */
export function byConsent<A extends string, M extends string>(
  app: A,
  method: M,
  facts: Pick<MethodFacts, 'name' | 'hint' | 'renewed' | 'withdrawn' | 'variables'>,
) {
  const by = 'consent' as const
  return { ...facts, method, by, fields: {}, ...credentialsOf(app, method, {}) }
}

function credentialsOf<A extends string, M extends string, F extends SecretFields>(app: A, method: M, fields: F) {
  const credentials = z.object(fields)
  return { credentials, create: z.object({ app: z.literal(app), method: z.literal(method), credentials }) }
}

/** What `bySecret` and `byConsent` make. */
export interface MethodDefinition extends MethodFacts {
  readonly credentials: z.ZodObject
  readonly create: z.ZodObject<{ app: z.ZodLiteral<string>; method: z.ZodLiteral<string>; credentials: z.ZodObject }>
}

/** As much of what `defineApp` makes as a provider is written against. */
export interface AppDefinition<D extends MethodDefinition> {
  readonly app: string
  readonly methods: readonly D[]
}

/**
 * The schemas of an app's connections, made of its facts. `fields` are the secret fields of all its methods: an update
 * takes any of them, and the method of the connection says which are wanted.
 */
export function defineApp<A extends string, D extends MethodDefinition, F extends SecretFields, const Facts>(
  facts: Facts & { readonly app: A; readonly name: string; readonly methods: readonly D[]; readonly fields: F },
) {
  const { app, methods } = facts
  const unsupported = `Not supported for ${facts.name} Connections`
  const words = methods.map(({ method }) => `'${method}'`).join(' | ')
  /** Fields that exist for other apps and that connections take only switched off. */
  const createFields = z.object({
    app: z.literal(app),
    isPlatformManagedCredentials: z.literal(false, unsupported).optional(),
    isAutoRotationEnabled: z.literal(false, unsupported).optional(),
    gatewayId: z.null(unsupported).optional(),
    rotation: z.null(unsupported).optional(),
  })
  return {
    ...facts,
    /** What a stored connection of this app is. */
    connection: z.object({ app: z.literal(app), method: z.literal(nonEmpty(methods.map(methodOf))) }),
    createFields,
    /** Method and credentials of a creation. */
    createCredentials: z.discriminatedUnion('method', nonEmpty(methods.map(createOf)), {
      error: (issue) => (issue.code === 'invalid_union' ? `Expected ${words}` : undefined),
    }),
    /** What an update takes: new credentials replace the old ones whole. `{}` fits no method, and the answer says so. */
    updateFields: createFields.extend({ credentials: z.object(facts.fields).partial().optional() }),
  }
}

function methodOf<D extends MethodDefinition>({ method }: D): D['method'] {
  return method
}

function createOf<D extends MethodDefinition>({ create }: D): D['create'] {
  return create
}

/**
 * A secret text of a person or a program, trimmed: 1 to `max` visible ASCII characters. `label` names it in sentences and
 * forms. No sentence holds the text itself.
 */
export function secretText({ label, max, description }: { label: string; max: number; description: string }) {
  return z
    .string({ error: (issue) => (issue.input === undefined ? `${label} required` : `${label} must be a string`) })
    .trim()
    .min(1, `${label} required`)
    .max(max, `${label} cannot exceed ${max} characters`)
    .regex(/^[\x21-\x7e]*$/, `${label} must not contain spaces, line breaks or non-ASCII characters`)
    .meta({ title: label, description })
}
