import { type App, appSchema, type CredentialsByApp } from '@app-connections/schemas'
import { heroku } from './heroku/index.ts'
import type { Http } from './http.ts'
import type { Connected, EnvironmentIssue, Provider, ProviderDefinition } from './provider.ts'

/** Every provider, a line each; the compiler asks for the one an app of `schemas` still misses. */
const definitions: { readonly [A in App]: ProviderDefinition<A> } = { heroku }

/** The providers of this process, by app. */
export interface Providers {
  of<A extends App>(app: A): Provider<A>
}

/** What is wrong with the variables the providers own; empty where they can be created. */
export function providerEnvironmentIssues(variables: unknown): EnvironmentIssue[] {
  return appSchema.options.flatMap((app) => definitions[app].issues(variables))
}

/** Makes every provider from the environment's variables, over one HTTP client. Throws where they have issues. */
export function createProviders(variables: unknown, http: Http): Providers {
  const made: { [A in App]?: Provider<A> } = {}
  function make<A extends App>(app: A) {
    made[app] = definitions[app].create(variables, http)
  }
  for (const app of appSchema.options) make(app)
  return {
    of(app) {
      const provider = made[app]
      if (provider === undefined) throw new Error(`no provider was made for ${app}`)
      return provider
    },
  }
}

/** Hands a parsed create input to the provider of its app. */
export function connect<A extends App>(
  providers: Providers,
  app: A,
  input: CredentialsByApp[A],
  deadline: AbortSignal,
): Promise<Connected> {
  return providers.of(app).connect(input, deadline)
}
