import * as z from 'zod'
import type { AppFacts, MethodFacts } from './facts.ts'
import { nonEmpty } from './non-empty.ts'
import * as registry from './registry.ts'

export type { AppDefinition, MethodDefinition } from './define.ts'

/** Every app by its word, in the order of the alphabet. */
export const apps = registry

export type App = keyof typeof apps
type Definition = (typeof apps)[App]
export type Method = Definition['methods'][number]['method']

/** The facts of every app, whatever its schemas are. */
const facts: { readonly [A in App]: AppFacts } = apps

/** The names of the apps as they stand in addresses. */
export const appSchema = z.enum(nonEmpty(Object.values(apps).map(({ app }) => app)))

/** The methods of all apps, each once. */
export const methodSchema = z.enum(nonEmpty([...new Set(appSchema.options.flatMap(methodsOf))]))

/** The methods, by app, whose credentials the service renews by itself. */
export const renewedMethods = appSchema.options.flatMap((app) =>
  facts[app].methods.filter(({ renewed }) => renewed).map(({ method }) => ({ app, method })),
)

/** Whether an app has a method whose credentials this service can rotate. */
export function rotates(app: App): boolean {
  return facts[app].methods.some((method) => method.rotates === true)
}

/** The names of all fields that hold a secret, whatever the app. */
export const secretFieldNames = [...new Set(Object.values(facts).flatMap(({ fields }) => Object.keys(fields)))]

/** An app in words for people. */
export function appName(app: App): string {
  return facts[app].name
}

/** What a connection of an app is called in sentences. */
export function connectionTitle(app: App): string {
  return `${appName(app)} Connection`
}

/** What a connection of an app reaches, for sentences: one "app", many "apps"; undefined where that cannot be listed. */
export function resourcesOf(app: App): AppFacts['resources'] | undefined {
  return facts[app].resources
}

/** How connections of an app are used through grants, if they are. */
export function useOf(app: App): AppFacts['use'] | undefined {
  return facts[app].use
}

/** What a lease on connections of an app can be, if there are any. */
export function leaseFactsOf(app: App): AppFacts['lease'] | undefined {
  return facts[app].lease
}

/** What a sync can set named values of at an app, if anything. */
export function syncFactsOf(app: App): AppFacts['sync'] | undefined {
  return facts[app].sync
}

/** The words of an app's methods, in the order in which they are offered. */
export function methodsOf(app: App): Method[] {
  return apps[app].methods.map(({ method }) => method)
}

/** The methods of an app that a call of the API can create; the others need a person's consent in a browser. */
export function methodsBySecret(app: App): Method[] {
  return methodsOf(app).filter((method) => !isByConsent(app, method))
}

/** What is true of a method; undefined where the app has none of that word. */
export function methodFacts(app: App, method: string): MethodFacts | undefined {
  return facts[app].methods.find((each) => each.method === method)
}

/** A method in words for people. An unknown word stays as it is. */
export function methodName(app: App, method: string): string {
  return methodFacts(app, method)?.name ?? method
}

/** Whether a connection of this method comes of a person's consent, and not of a secret that a caller gives. */
export function isByConsent(app: App, method: string): boolean {
  return methodFacts(app, method)?.by === 'consent'
}

/** The method of an app that asks for a person's consent, if it has one. */
export function consentMethodOf(app: App): Method | undefined {
  return methodsOf(app).find((method) => isByConsent(app, method))
}

/** What the operator sets on the server before an app's consent can be asked for. */
export function consentVariablesOf(app: App): readonly string[] {
  return facts[app].methods.flatMap(({ variables }) => variables)
}

/** The credentials of an update as those of a creation by `method`; undefined where they do not fit it. */
export function replacement(app: App, method: string, credentials: unknown) {
  if (methodFacts(app, method)?.by !== 'secret') return undefined
  return createCredentialsByApp.safeParse({ app, method, credentials }).data
}

export const createFieldsByApp = z.discriminatedUnion(
  'app',
  nonEmpty(Object.values(apps).map(({ createFields }) => createFields)),
)

export const createCredentialsByApp = z.discriminatedUnion(
  'app',
  nonEmpty(Object.values(apps).map(({ createCredentials }) => createCredentials)),
)

export const updateFieldsByApp = z.discriminatedUnion(
  'app',
  nonEmpty(Object.values(apps).map(({ updateFields }) => updateFields)),
)

export const connectionByApp = z.discriminatedUnion(
  'app',
  nonEmpty(Object.values(apps).map(({ connection }) => connection)),
)
