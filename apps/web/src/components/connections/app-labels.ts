import { appName, appSchema, methodFacts, methodName, methodSchema, methodsOf } from '@app-connections/schemas'
import type { AppLabels } from './labels.ts'

/** The words of all apps, from their schemas. */
export function appLabels(): AppLabels {
  const known = appSchema.options.map((app) => {
    const names = Object.fromEntries(methodsOf(app).map((method) => [method, methodName(app, method)]))
    const renewed = methodsOf(app).filter((method) => methodFacts(app, method)?.renewed)
    return [app, { name: appName(app), methods: names, renewed }] as const
  })
  return {
    apps: Object.fromEntries(known),
    methods: methodSchema.options.map((method) => [method, nameOf(method)] as const),
  }
}

/** The name that the first app with such a method gives it. */
function nameOf(method: string): string {
  const app = appSchema.options.find((each) => methodFacts(each, method) !== undefined)
  return app === undefined ? method : methodName(app, method)
}
