import type { App, Connection, Method } from '@app-connections/schemas'

/** Apps and their methods in words, as plain data, so that pages load no schema into the browser. */
export interface AppLabels {
  apps: Readonly<Record<string, AppLabel>>
  /** The apps with a name each, in the order in which they are offered. */
  names: readonly (readonly [app: App, name: string])[]
  /** The methods of all apps with a name each. */
  methods: readonly (readonly [method: Method, name: string])[]
}

interface AppLabel {
  name: string
  methods: Readonly<Record<string, string>>
  /** The methods whose access the service renews by itself. */
  renewed: readonly string[]
  /** The methods whose credential the service can replace by another one. */
  rotated: readonly string[]
  /** Whether somebody can be given a credential of their own for a while. */
  leases: boolean
  /** The methods by which a person consents at the platform. */
  consent: readonly string[]
  /** The nouns of what a credential has access to; undefined if that cannot be listed. */
  resources: ResourceLabel | undefined
  /** The field of a sync's destination with the name of what it sets values of; undefined where nothing is synced to. */
  syncName: string | undefined
  /** A command of its own tool and a path that can be read, each with `{resource}`; undefined where nothing is used. */
  use: { command: string; path: string } | undefined
}

/** What a credential has access to at its platform, in lower case: one "app", many "apps". */
export interface ResourceLabel {
  one: string
  many: string
}

/** A connection's app and method in words. */
export function methodLabel({ app, method }: { app: string; method: string }, labels: AppLabels): string {
  return `${appLabel({ app }, labels)} ${labels.apps[app]?.methods[method] ?? method}`
}

export function appLabel({ app }: { app: string }, labels: AppLabels): string {
  return labels.apps[app]?.name ?? app
}

/** Whether the service renews the access, so that nobody has to act on its end. */
export function isRenewed({ app, method }: { app: string; method: string }, labels: AppLabels): boolean {
  return labels.apps[app]?.renewed.includes(method) ?? false
}

/** Whether the service can replace the credential by another one of the same account. */
export function isRotated({ app, method }: { app: string; method: string }, labels: AppLabels): boolean {
  return labels.apps[app]?.rotated.includes(method) ?? false
}

/** Whether somebody can be given a credential of the same account for a while. */
export function leasesOf({ app }: { app: string }, labels: AppLabels): boolean {
  return labels.apps[app]?.leases ?? false
}

/** Whether a person consents at the platform, instead of entering a secret here. */
export function isConsented({ app, method }: { app: string; method: string }, labels: AppLabels): boolean {
  return labels.apps[app]?.consent.includes(method) ?? false
}

export function resourceLabel({ app }: { app: string }, labels: AppLabels): ResourceLabel | undefined {
  return labels.apps[app]?.resources
}

/** The same, and plain words where what a connection has access to has none. */
export function resourcesOrNone(connection: { app: string }, labels: AppLabels): ResourceLabel {
  return resourceLabel(connection, labels) ?? { one: 'resource', many: 'resources' }
}

/** The name of the scope a connection belongs to. */
export function scopeLabel({ project }: Connection): string {
  return project === null ? 'Organization' : project.name
}
