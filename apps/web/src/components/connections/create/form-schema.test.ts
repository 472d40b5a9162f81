import { appSchema, isByConsent, methodFacts, methodsOf, secretFieldNames } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import { connectionFields, connectionFormSchema, connectionPlaces, emptyForm, firstMethod } from './form-schema.ts'

const all = appSchema.options.flatMap((app) => methodsOf(app).map((method) => ({ app, method })))
const bySecret = all.filter(({ app, method }) => !isByConsent(app, method))
const byConsent = all.filter(({ app, method }) => isByConsent(app, method))
const everySecret = Object.fromEntries(secretFieldNames.map((name) => [name, 'secret']))

const filled = { ...emptyForm(null), name: 'deploys', credentials: everySecret }

it('leaves out what is empty in the form', () => {
  const parsed = connectionFormSchema.parse(filled)
  expect(parsed).toMatchObject({ name: 'deploys' })
  expect(parsed).not.toHaveProperty('description')
  expect(parsed).not.toHaveProperty('projectId')
})

it('hands on a project and a description', () => {
  const parsed = connectionFormSchema.parse({ ...filled, projectId: 'p1', description: ' of the shop ' })
  expect(parsed).toMatchObject({ projectId: 'p1', description: 'of the shop' })
})

describe.each(bySecret)('the method $method of $app', (chosen) => {
  const names = Object.keys(methodFacts(chosen.app, chosen.method)?.fields ?? {})

  it('sends its own secret fields, and none of another method', () => {
    const parsed = connectionFormSchema.parse({ ...filled, ...chosen })
    expect(parsed).toMatchObject(chosen)
    expect(parsed.credentials).toEqual(Object.fromEntries(names.map((name) => [name, 'secret'])))
  })

  it('reports every mistake of the shared schema at a field of the form', () => {
    const mistakes = connectionFormSchema.safeParse({ ...emptyForm(null), ...chosen, description: 'x'.repeat(257) })
    const paths = mistakes.error?.issues.map(({ path }) => path.join('.')) ?? []
    expect(new Set(paths)).toEqual(new Set(['name', 'description', ...names.map((name) => `credentials.${name}`)]))
    for (const path of paths) expect(connectionFields(chosen.app, chosen.method)).toContain(path)
  })
})

it.each(byConsent)('asks for no secret where a person consents: $method of $app', (chosen) => {
  const { credentials, ...rest } = connectionFormSchema.parse({ ...filled, ...chosen })
  expect(rest).toMatchObject({ ...chosen, name: 'deploys' })
  expect(credentials).toEqual({})
})

it('has a field for the mistake of a method that the app does not have', () => {
  for (const app of appSchema.options) {
    const foreign = all.find(({ method }) => !methodsOf(app).includes(method))
    if (foreign === undefined) continue
    const mistakes = connectionFormSchema.safeParse({ ...filled, app, method: foreign.method })
    const paths = mistakes.error?.issues.map(({ path }) => path.join('.')) ?? []
    expect(paths).toContain('method')
    expect(connectionFields(app, foreign.method)).toContain('method')
  }
})

it('begins with an app of the registry and a method of that app', () => {
  const { app, method } = emptyForm('p1')
  expect(methodsOf(app)).toContain(method)
  for (const each of appSchema.options) expect(methodsOf(each)).toContain(firstMethod(each))
})

describe('a failure of the service', () => {
  it('is shown at the name if the name is taken', () => {
    for (const { app, method } of all) expect(connectionPlaces(app, method).nameTaken).toBe('name')
  })

  it('is shown at the secret field if the credential is refused', () => {
    for (const { app, method } of bySecret) {
      const [first] = Object.keys(methodFacts(app, method)?.fields ?? {})
      expect(connectionPlaces(app, method).credentialRefused).toBe(`credentials.${first}`)
    }
  })

  it('concerns the form as a whole where nothing was entered', () => {
    for (const { app, method } of byConsent) expect(Object.keys(connectionPlaces(app, method))).toEqual(['nameTaken'])
  })

  it('has a field of the form as its place', () => {
    for (const { app, method } of all) {
      for (const place of Object.values(connectionPlaces(app, method))) {
        expect(connectionFields(app, method)).toContain(place)
      }
    }
  })
})
