import type { Method } from '@app-connections/schemas'

/** Apps and their methods in words, as plain data: lists show them without loading any schema into the browser. */
export interface AppLabels {
  apps: Readonly<Record<string, { name: string; methods: Readonly<Record<string, string>> }>>
  /** The methods of all apps with a name each. */
  methods: readonly (readonly [method: Method, name: string])[]
}

/** The words for one connection: its app and its method. */
export function methodLabel({ app, method }: { app: string; method: string }, labels: AppLabels): string {
  return `${appLabel({ app }, labels)} ${labels.apps[app]?.methods[method] ?? method}`
}

export function appLabel({ app }: { app: string }, labels: AppLabels): string {
  return labels.apps[app]?.name ?? app
}
