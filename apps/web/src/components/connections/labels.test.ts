import { appSchema, renewedMethods } from '@app-connections/schemas'
import { expect, it } from 'vitest'
import { appLabels } from './app-labels.ts'
import { appLabel, isRenewed, methodLabel } from './labels.ts'

const labels = appLabels()

it('has a name for every app, and one for each of its methods', () => {
  for (const app of appSchema.options) {
    expect(appLabel({ app }, labels)).not.toBe(app)
    for (const [method] of labels.methods) expect(methodLabel({ app, method }, labels)).not.toContain(method)
  }
})

it('leaves words it does not know as they are', () => {
  expect(methodLabel({ app: 'later', method: 'key' }, labels)).toBe('later key')
  expect(isRenewed({ app: 'later', method: 'key' }, labels)).toBe(false)
})

it('knows which methods the service renews by itself', () => {
  const all = appSchema.options.flatMap((app) => labels.methods.map(([method]) => ({ app, method })))
  expect(all.filter((each) => isRenewed(each, labels))).toEqual(renewedMethods)
})
