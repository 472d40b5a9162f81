import type { AppDefinition, MethodDefinition } from '@app-connections/schemas'
import * as z from 'zod'
import type { Broker } from './broker/contract.ts'
import { allowsClearText, clearTextSentence, isLoopback } from './clear-text.ts'
import type { ConfigRules } from './config-contract.ts'
import type { Allowance, Credential, Method, Provider, Session } from './contract.ts'
import type { Http } from './http.ts'

/** A variable that is missing or wrong, in words for an operator. */
export interface EnvironmentIssue {
  readonly variable: string
  readonly message: string
}

/** A provider that does not have its environment yet. */
export interface ProviderDefinition {
  issues(variables: unknown): EnvironmentIssue[]
  create(variables: unknown, http: Http): Provider
}

/** The declared method of that name. */
type Declared<D extends MethodDefinition, M> = Extract<D, { readonly method: M }>

/** What an author writes: each method that the app declares, and the session of an opened credential. */
export interface Made<D extends MethodDefinition, Stored> {
  readonly allowance?: Allowance
  readonly broker?: Broker
  readonly config?: ConfigRules
  readonly methods: { readonly [M in D['method']]: Method<z.output<Declared<D, M>['credentials']>, Stored> }
  open(stored: Stored): Session
}

/**
 * Defines the provider of an app. `environment` is the schema of its variables, under the platform's own names;
 * `stored` is the schema of what it stores of a credential. The author writes against these and the app's facts.
 * Everybody else sees a `Provider`, which parses all of it.
 */
export function defineProvider<D extends MethodDefinition, Environment, Stored>(
  app: AppDefinition<D>,
  schemas: { readonly environment: z.ZodType<Environment>; readonly stored: z.ZodType<Stored> },
  create: (environment: Environment, http: Http) => Made<D, Stored>,
): ProviderDefinition {
  return {
    issues(variables) {
      const { error, data } = schemas.environment.safeParse(variables)
      const issues = error?.issues.map((issue) => ({ variable: issue.path.join('.'), message: issue.message })) ?? []
      return [...issues, ...clearTextIssues(variables, data)]
    },
    create: (variables, http) => provider(app, schemas.stored, create(schemas.environment.parse(variables), http)),
  }
}

function provider<D extends MethodDefinition, Stored>(
  app: AppDefinition<D>,
  schema: z.ZodType<Stored>,
  made: Made<D, Stored>,
): Provider {
  const ways = new Map(app.methods.map(({ method }) => [method, way(app, made, method)]))
  return {
    ...(made.allowance === undefined ? {} : { allowance: made.allowance }),
    ...(made.broker === undefined ? {} : { broker: made.broker }),
    ...(made.config === undefined ? {} : { config: made.config }),
    method: (name) => ways.get(name),
    open(name, sealed) {
      const declared = app.methods.find(({ method }) => method === name)
      if (declared === undefined) throw new Error(`${app.app} has no method ${name}`)
      const stored = schema.parse(sealed)
      return bound(made.methods[methodOf(declared)], stored, made.open(stored))
    },
  }
}

/** How credentials of a method are obtained. Parses given ones by the schema that the app declares. */
function way<D extends MethodDefinition, Stored, M extends D['method']>(
  app: AppDefinition<D>,
  made: Made<D, Stored>,
  name: M,
): Pick<Method<unknown, never>, 'connect' | 'consent'> {
  const declared = app.methods.find((each): each is Declared<D, M> => each.method === name)
  if (declared === undefined) throw new Error(`${app.app} has no method ${name}`)
  const { connect, consent } = made.methods[name]
  return {
    ...(connect === undefined
      ? {}
      : { connect: (given, deadline) => connect(z.parse(credentialsOf(declared), given), deadline) }),
    ...(consent === undefined ? {} : { consent }),
  }
}

function bound<Stored>(method: Method<never, Stored>, stored: Stored, session: Session): Credential {
  const { refresh, revoke, refreshable, rotation, leasing } = method
  return {
    session,
    refreshable: refreshable?.(stored) ?? false,
    ...(refresh === undefined ? {} : { refresh: (deadline) => refresh(stored, deadline) }),
    ...(revoke === undefined ? {} : { revoke: (deadline) => revoke(stored, deadline) }),
    ...(rotation === undefined ? {} : { rotation: rotation(stored) }),
    ...(leasing === undefined ? {} : { leasing: leasing(stored) }),
  }
}

function methodOf<D extends MethodDefinition>({ method }: D): D['method'] {
  return method
}

function credentialsOf<D extends MethodDefinition>({ credentials }: D): D['credentials'] {
  return credentials
}

/**
 * The platform's addresses that its credentials would be sent to without TLS, over a network, without the operator's
 * leave.
 */
function clearTextIssues(variables: unknown, data: unknown): EnvironmentIssue[] {
  const set: Record<string, unknown> = { ...(typeof variables === 'object' ? variables : {}) }
  return Object.entries(data ?? {}).flatMap(([variable, value]) => {
    const url = typeof value === 'string' && /^http:/i.test(value) && URL.canParse(value) ? new URL(value) : undefined
    if (url === undefined || isLoopback(url.hostname) || allowsClearText(set, variable)) return []
    return [{ variable, message: clearTextSentence('use https', variable) }]
  })
}
