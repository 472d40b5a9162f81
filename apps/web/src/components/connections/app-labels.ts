import {
  appName,
  appSchema,
  isByConsent,
  leaseFactsOf,
  methodFacts,
  methodName,
  methodSchema,
  methodsOf,
  resourcesOf,
  syncFactsOf,
  useOf,
} from '@app-connections/schemas'
import type { AppLabels } from './labels.ts'

/** The words of all apps, from their schemas. */
export function appLabels(): AppLabels {
  const known = appSchema.options.map((app) => {
    const methods = methodsOf(app)
    const label = {
      name: appName(app),
      methods: Object.fromEntries(methods.map((method) => [method, methodName(app, method)])),
      renewed: methods.filter((method) => methodFacts(app, method)?.renewed),
      rotated: methods.filter((method) => methodFacts(app, method)?.rotates),
      leases: leaseFactsOf(app) !== undefined,
      consent: methods.filter((method) => isByConsent(app, method)),
      resources: resourcesOf(app),
      syncName: syncFactsOf(app)?.name.field,
      use: useOf(app),
    }
    return [app, label] as const
  })
  return {
    apps: Object.fromEntries(known),
    names: appSchema.options.map((app) => [app, appName(app)] as const),
    methods: methodSchema.options.map((method) => [method, nameOf(method)] as const),
  }
}

/** The name that the first app with such a method gives it. */
function nameOf(method: string): string {
  const app = appSchema.options.find((each) => methodFacts(each, method) !== undefined)
  return app === undefined ? method : methodName(app, method)
}
