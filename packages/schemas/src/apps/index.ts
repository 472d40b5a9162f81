import * as z from 'zod'
import { heroku } from './heroku.ts'

/** Every app, a line each. A new line here makes the compiler ask for its provider. */
export const apps = { heroku } as const

export type App = keyof typeof apps
type Definition = (typeof apps)[App]
export type Method = Definition['methods'][number]

/** The names of the apps as they stand in addresses. */
export const appSchema = z.enum(nonEmpty(Object.values(apps).map((definition) => definition.app)))

/** An app in words for people: `heroku` is "Heroku". */
export function appName(app: App): string {
  return apps[app].name
}

export const createFieldsByApp = z.discriminatedUnion(
  'app',
  nonEmpty(Object.values(apps).map((definition) => definition.createFields)),
)

export const createCredentialsByApp = z.discriminatedUnion(
  'app',
  nonEmpty(Object.values(apps).map((definition) => definition.createCredentials)),
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
