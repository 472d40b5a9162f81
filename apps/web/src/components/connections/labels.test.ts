import { appSchema, isByConsent, methodsOf, renewedMethods, resourcesOf } from '@app-connections/schemas'
import { expect, it } from 'vitest'
import { appLabels } from './app-labels.ts'
import { appLabel, isConsented, isRenewed, methodLabel, resourceLabel } from './labels.ts'

const labels = appLabels()
const all = appSchema.options.flatMap((app) => methodsOf(app).map((method) => ({ app, method })))

it('has a name for every app, and one for each of its methods', () => {
  expect(all.length).toBeGreaterThan(0)
  for (const each of all) {
    expect(appLabel(each, labels)).not.toBe(each.app)
    expect(methodLabel(each, labels)).not.toContain(each.method)
    expect(labels.methods.map(([method]) => method)).toContain(each.method)
  }
})

it('leaves words it does not know as they are', () => {
  const later = { app: 'later', method: 'key' }
  expect(methodLabel(later, labels)).toBe('later key')
  expect([isRenewed(later, labels), isConsented(later, labels), resourceLabel(later, labels)]).toEqual([
    false,
    false,
    undefined,
  ])
})

it('knows which methods the service renews by itself', () => {
  expect(all.filter((each) => isRenewed(each, labels))).toEqual(renewedMethods)
})

it('knows by which methods a person consents, and what each app lists', () => {
  for (const each of all) {
    expect(isConsented(each, labels)).toBe(isByConsent(each.app, each.method))
    expect(resourceLabel(each, labels)).toEqual(resourcesOf(each.app))
  }
})
