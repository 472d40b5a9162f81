import { describe, expect, it } from 'vitest'
import { createConnectionSchema } from './index.ts'

const valid = { app: 'heroku', method: 'auth-token', name: 'prod', credentials: { authToken: 'HRKU-x' } }

function issues(input: unknown): { path: string; message: string }[] {
  const result = createConnectionSchema.safeParse(input)
  if (result.success) return []
  return result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
}

describe('the create input', () => {
  it('keeps what it knows, trimmed, and ignores what it does not know', () => {
    const input = { ...valid, name: ' prod ', credentials: { authToken: ' HRKU-x\n', extra: 1 }, other: true }
    expect(createConnectionSchema.parse(input)).toEqual(valid)
  })

  it.each(['heroku', 'my-heroku', 'heroku-1', '1', 'a', 'a1b2', '  padded  ', '123-456', 'a'.repeat(64)])(
    'accepts the name %j',
    (name) => {
      expect(issues({ ...valid, name })).toEqual([])
    },
  )

  const format = 'name field can only contain lowercase letters, numbers, and hyphens'
  const min = 'name field must be at least 1 lowercase character'
  const max = 'name field must be at most 64 lowercase characters'
  it.each([
    ...['My-Heroku', 'my_heroku', 'my heroku', 'my--heroku', '-heroku', 'heroku-', '_heroku', 'heroku.prod'],
    ...['heroku/prod', 'héroku', '日本', 'a&b', '🦄', "don't"],
  ])('refuses the name %j for its form alone', (name) => {
    expect(issues({ ...valid, name })).toEqual([{ path: 'name', message: format }])
  })

  it('names length and form together where both are wrong', () => {
    expect(issues({ ...valid, name: '  ' })).toEqual([{ path: 'name', message: min }])
    expect(issues({ ...valid, name: 'a'.repeat(65) })).toEqual([{ path: 'name', message: max }])
    expect(issues({ ...valid, name: 'A'.repeat(65) }).map((issue) => issue.message)).toEqual([max, format])
  })

  it('reports every mistake at once, also where the method is unknown', () => {
    const wrong = {
      app: 'heroku',
      method: 'password',
      name: 'A',
      description: 'x'.repeat(257),
      projectId: '',
      isPlatformManagedCredentials: null,
      isAutoRotationEnabled: true,
      gatewayId: 'x',
      rotation: {},
      credentials: 1,
    }
    expect(issues(wrong).map((issue) => issue.path)).toEqual([
      'name',
      'description',
      'projectId',
      'isPlatformManagedCredentials',
      'isAutoRotationEnabled',
      'gatewayId',
      'rotation',
      'method',
    ])
  })

  it.each([
    [{}, 'Auth Token required'],
    [{ authToken: '  ' }, 'Auth Token required'],
    [{ authToken: 'a b' }, 'Auth Token must not contain spaces, line breaks or non-ASCII characters'],
    [{ authToken: 'a€' }, 'Auth Token must not contain spaces, line breaks or non-ASCII characters'],
    [{ authToken: 'a'.repeat(4097) }, 'Auth Token cannot exceed 4096 characters'],
  ])('answers the credentials %j with one sentence that never holds the token', (credentials, message) => {
    expect(issues({ ...valid, credentials })).toEqual([{ path: 'credentials.authToken', message }])
  })

  it('accepts nothing and null for what Heroku does not support, and an empty description as it is', () => {
    expect(issues({ ...valid, gatewayId: null, rotation: null, isAutoRotationEnabled: false })).toEqual([])
    expect(createConnectionSchema.parse({ ...valid, description: ' ' }).description).toBe('')
    expect(issues({ ...valid, gatewayId: 'x', rotation: 'y' })).toEqual([
      { path: 'gatewayId', message: 'Not supported for Heroku Connections' },
      { path: 'rotation', message: 'Not supported for Heroku Connections' },
    ])
  })
})
