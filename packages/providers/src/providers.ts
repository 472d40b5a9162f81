import { type App, appSchema } from '@app-connections/schemas'
import type { Provider } from './contract.ts'
import type { EnvironmentIssue, ProviderDefinition } from './define.ts'
import type { Http } from './http.ts'
import * as registry from './registry.ts'

const definitions: { readonly [A in App]: ProviderDefinition } = registry

/** The providers of this process, by app. */
export interface Providers {
  of(app: App): Provider
}

/** The issues of the providers' variables; empty where the providers can be made. */
export function providerEnvironmentIssues(variables: unknown): EnvironmentIssue[] {
  return appSchema.options.flatMap((app) => definitions[app].issues(variables))
}

/**
 * Makes every provider from the environment's variables, with one HTTP client. Throws where the variables have issues.
 */
export function createProviders(variables: unknown, http: Http): Providers {
  const made = new Map(appSchema.options.map((app) => [app, definitions[app].create(variables, http)]))
  return {
    of(app) {
      const provider = made.get(app)
      if (provider === undefined) throw new Error(`no provider was made for ${app}`)
      return provider
    },
  }
}
