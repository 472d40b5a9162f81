import * as z from 'zod'
import { heroku } from './heroku.ts'

/** Every app, a line each. A new line here makes the compiler ask for its provider. */
export const apps = { heroku } as const

export type App = keyof typeof apps
type Definition = (typeof apps)[App]
export type Method = Definition['methods'][number]

/** The names of the apps as they stand in addresses. */
export const appSchema = z.enum(nonEmpty(Object.values(apps).map((definition) => definition.app)))

/** The methods of all apps, each once. */
export const methodSchema = z.enum(nonEmpty([...new Set(Object.values(apps).flatMap(({ methods }) => methods))]))

/** The methods, by app, whose credentials the service renews by itself. */
export const renewedMethods = Object.values(apps).flatMap(({ app, renewedMethods }) =>
  renewedMethods.map((method) => ({ app, method })),
)

/** An app in words for people: `heroku` is "Heroku". */
export function appName(app: App): string {
  return apps[app].name
}

/** "Heroku Connection" and its like, for sentences. */
export function connectionTitle(app: App): string {
  return `${appName(app)} Connection`
}

/** A method in words for people: `auth-token` is "Auth Token". An unknown word stays as it is. */
export function methodName(app: App, method: string): string {
  return new Map<string, string>(Object.entries(apps[app].methodNames)).get(method) ?? method
}

/** The credentials of an update as those of a creation by `method`; undefined where they do not fit it. */
export function replacement(app: App, method: string, credentials: { authToken?: string | undefined }) {
  const known = apps[app].methods.find((name) => name === method)
  return known === undefined ? undefined : apps[app].replacement(known, credentials)
}

export const createFieldsByApp = z.discriminatedUnion(
  'app',
  nonEmpty(Object.values(apps).map((definition) => definition.createFields)),
)

export const createCredentialsByApp = z.discriminatedUnion(
  'app',
  nonEmpty(Object.values(apps).map((definition) => definition.createCredentials)),
)

export const updateFieldsByApp = z.discriminatedUnion(
  'app',
  nonEmpty(Object.values(apps).map((definition) => definition.updateFields)),
)

export const connectionByApp = z.discriminatedUnion(
  'app',
  nonEmpty(Object.values(apps).map((definition) => definition.connection)),
)

/**
 * zod's unions ask for a non-empty tuple where a registry can only give an array.
 * The registry above has at least one line, so the first element exists; the check makes that true at run time too.
 */
function nonEmpty<T>(list: readonly T[]): [T, ...T[]] {
  const [first, ...rest] = list
  if (first === undefined) throw new Error('the registry of apps is empty')
  return [first, ...rest]
}
