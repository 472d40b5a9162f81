import { appSchema } from '@app-connections/schemas'
import { expect, it } from 'vitest'
import { connectionFields, connectionFormSchema, emptyForm, fieldOfBadRequest } from './form-schema.ts'

const filled = { ...emptyForm(null), name: 'deploys', credentials: { authToken: 'secret' } }

it('leaves out what is empty in the form', () => {
  const parsed = connectionFormSchema.parse(filled)
  expect(parsed).toMatchObject({ name: 'deploys', credentials: { authToken: 'secret' } })
  expect(parsed).not.toHaveProperty('description')
  expect(parsed).not.toHaveProperty('projectId')
})

it('hands on a project and a description', () => {
  const parsed = connectionFormSchema.parse({ ...filled, projectId: 'p1', description: ' of the shop ' })
  expect(parsed).toMatchObject({ projectId: 'p1', description: 'of the shop' })
})

it('reports every mistake of the shared schema at a field of the form', () => {
  const mistakes = connectionFormSchema.safeParse({ ...emptyForm(null), description: 'x'.repeat(257) })
  const paths = mistakes.error?.issues.map(({ path }) => path.join('.')) ?? []
  expect(new Set(paths)).toEqual(new Set(['name', 'description', 'credentials.authToken']))
  for (const path of paths) expect(connectionFields).toContain(path)
})

it('asks for no token where consent is given at the platform', () => {
  const { credentials, ...rest } = connectionFormSchema.parse({ ...emptyForm(null), method: 'oauth', name: 'deploys' })
  expect(rest).toMatchObject({ method: 'oauth', name: 'deploys' })
  expect(credentials).toEqual({})
})

it('begins with an app of the registry', () => expect(appSchema.options).toContain(emptyForm('p1').app))

it('tells a taken name from a refused credential', () => {
  const taken = 'An App Connection with the name "deploys" already exists'
  for (const method of ['auth-token', 'oauth'] as const) expect(fieldOfBadRequest('heroku', method, taken)).toBe('name')
  const refused = 'The token was refused. Check that it is complete.'
  expect(fieldOfBadRequest('heroku', 'auth-token', refused)).toBe('credentials.authToken')
  expect(fieldOfBadRequest('heroku', 'oauth', 'OAuth is not configured')).toBeUndefined()
})
