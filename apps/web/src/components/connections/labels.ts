import { appName, appSchema, apps } from '@app-connections/schemas'

/** Apps and their methods in words, as plain data: lists show them without loading any schema into the browser. */
export type AppLabels = Readonly<Record<string, { name: string; methods: Readonly<Record<string, string>> }>>

/** The words of the registry. */
export function appLabels(): AppLabels {
  return Object.fromEntries(
    appSchema.options.map((app) => [app, { name: appName(app), methods: apps[app].methodNames }]),
  )
}
