import { appName, appSchema, apps, type Method, methodSchema } from '@app-connections/schemas'
import type { AppLabels } from './labels.ts'

/** The words of all apps, from their schemas. */
export function appLabels(): AppLabels {
  const known = appSchema.options.map((app) => {
    const { methodNames, renewedMethods } = apps[app]
    return [app, { name: appName(app), methods: methodNames, renewed: renewedMethods }] as const
  })
  return {
    apps: Object.fromEntries(known),
    methods: methodSchema.options.map((method) => [method, nameOf(method)] as const),
  }
}

function nameOf(method: Method): string {
  const names = appSchema.options.map((app) => apps[app].methodNames[method])
  return names[0] ?? method
}
