import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import { type Answer, errorOf } from '../http.ts'
import { callsAtHeroku, connectionOf, connectionsPath, newInput } from './connections.ts'
import { useFamily } from './family.ts'

const format = 'name field can only contain lowercase letters, numbers, and hyphens'
const min = 'name field must be at least 1 lowercase character'
const max = 'name field must be at most 64 lowercase characters'

/** The 26 names whose treatment by the compared API was observed: what is stored, or which message is given. */
const names: [number, string, string | string[]][] = [
  [1, 'heroku', 'heroku'],
  [2, 'my-heroku', 'my-heroku'],
  [3, 'heroku-1', 'heroku-1'],
  [4, '1', '1'],
  [5, 'a', 'a'],
  [6, 'a1b2', 'a1b2'],
  [7, '  padded  ', 'padded'],
  [8, '123-456', '123-456'],
  [9, 'a'.repeat(64), 'a'.repeat(64)],
  [10, 'My-Heroku', [format]],
  [11, 'my_heroku', [format]],
  [12, 'my heroku', [format]],
  [13, 'my--heroku', [format]],
  [14, '-heroku', [format]],
  [15, 'heroku-', [format]],
  [16, '_heroku', [format]],
  [17, 'heroku.prod', [format]],
  [18, 'heroku/prod', [format]],
  [19, 'héroku', [format]],
  [20, '日本', [format]],
  [21, 'a&b', [format]],
  [22, '🦄', [format]],
  [23, "don't", [format]],
  [24, '   ', [min]],
  [25, 'a'.repeat(65), [max]],
  [26, 'A'.repeat(65), [max, format]],
]

const unsupported = 'Not supported for Heroku Connections'

/** A field, a value, and its message, or the part of the object that shows it was taken. */
const fields: [string, unknown, string | Record<string, unknown>][] = [
  ['description', null, { description: null }],
  ['description', '', { description: '' }],
  ['description', '   ', { description: '' }],
  ['description', ' padded ', { description: 'padded' }],
  // The compared API accepts 255 and fails at 256; here 256 are accepted.
  ['description', 'd'.repeat(256), { description: 'd'.repeat(256) }],
  ['description', `${'d'.repeat(256)}  `, { description: 'd'.repeat(256) }],
  ['description', '🦄'.repeat(128), { description: '🦄'.repeat(128) }],
  ['description', 'd'.repeat(257), 'Description cannot exceed 256 characters'],
  ['description', 5, 'Invalid input'],
  ['isPlatformManagedCredentials', false, { isPlatformManagedCredentials: false }],
  ['isPlatformManagedCredentials', true, unsupported],
  ['isPlatformManagedCredentials', null, unsupported],
  ['isPlatformManagedCredentials', 'false', unsupported],
  ['isAutoRotationEnabled', false, { isAutoRotationEnabled: false }],
  ['isAutoRotationEnabled', true, unsupported],
  ['isAutoRotationEnabled', null, unsupported],
  ['isAutoRotationEnabled', 0, unsupported],
  ['gatewayId', null, { gatewayId: null }],
  ['gatewayId', 'x', unsupported],
  ['gatewayId', '', unsupported],
  ['rotation', null, {}],
  ['rotation', {}, unsupported],
  ['rotation', 'x', unsupported],
  ['projectId', '', 'Project ID must not be empty'],
  ['projectId', null, 'Invalid input'],
  ['projectId', 5, 'Invalid input'],
  ['method', 'AUTH-TOKEN', "Expected 'auth-token' | 'oauth'"],
  ['method', ' auth-token ', "Expected 'auth-token' | 'oauth'"],
  ['method', undefined, "Expected 'auth-token' | 'oauth'"],
  ['method', null, "Expected 'auth-token' | 'oauth'"],
  ['name', undefined, 'Invalid input'],
  ['name', null, 'Invalid input'],
  ['name', ['heroku'], 'Invalid input'],
  ['unknown', { nested: true }, {}],
  ['gatewayPoolId', 'x', {}],
  ['configuration', {}, {}],
]

/** Credentials, and their message at `credentials.authToken`, or undefined where they are well formed. */
const tokens: [unknown, string | undefined][] = [
  [{ authToken: '' }, 'Auth Token required'],
  [{ authToken: '  ' }, 'Auth Token required'],
  [{}, 'Auth Token required'],
  [{ authToken: 'HRKU-a b' }, 'Auth Token must not contain spaces, line breaks or non-ASCII characters'],
  [{ authToken: 'HRKU-é' }, 'Auth Token must not contain spaces, line breaks or non-ASCII characters'],
  [{ authToken: 'x'.repeat(4_097) }, 'Auth Token cannot exceed 4096 characters'],
  // Any prefix, and none, because Heroku decides what a token is.
  [{ authToken: 'x'.repeat(4_096) }, undefined],
  [{ authToken: 'no-prefix' }, undefined],
  [{ authToken: '01234567-89ab-cdef-0123-456789abcdef' }, undefined],
  [{ authToken: 'hrku-lower', code: 'x' }, undefined],
]

describe.each(engines)('the rules of create on %s with the sandbox', (engine) => {
  const family = useFamily(engine)
  const create = (body: unknown) => family().rest('POST', connectionsPath, { body })
  function messagesAt(answer: Answer, path: string): string[] {
    const { statusCode, error, message } = errorOf(answer)
    expect([statusCode, error], answer.text).toEqual([422, 'ValidationFailure'])
    if (typeof message === 'string') throw new Error('a 422 lists issues')
    for (const issue of message) expect(Object.keys(issue).sort()).toEqual(['code', 'message', 'path'])
    expect(new Set(message.map((issue) => issue.path.join('.')))).toEqual(new Set([path]))
    return message.map((issue) => issue.message)
  }

  it.each(names)('name %i, %j', async (_number, name, expected) => {
    const answer = await create({ ...(await newInput(family(), 'x')), name })
    if (typeof expected === 'string') expect(connectionOf(answer).name).toBe(expected)
    else expect(messagesAt(answer, 'name')).toEqual(expected)
  })

  it.each(fields.map((row, index) => [index, ...row] as const))(
    'field rule %i: %s %j',
    async (index, field, value, expected) => {
      const answer = await create({ ...(await newInput(family(), `field-${index}`)), [field]: value })
      if (typeof expected === 'object') {
        expect(connectionOf(answer)).toMatchObject(expected)
        return
      }
      const [message, ...others] = messagesAt(answer, field)
      expect(others).toEqual([])
      expect(message).toContain(expected)
    },
  )

  it('tokens: the form is checked here, everything else by Heroku', async () => {
    for (const [credentials, expected] of tokens) {
      await family().server.sandbox.control.clearRequests()
      const answer = await create({ method: 'auth-token', name: 'token-rule', credentials })
      if (expected !== undefined) expect(messagesAt(answer, 'credentials.authToken')).toEqual([expected])
      else expect(errorOf(answer)).toMatchObject({ statusCode: 400, message: expect.stringMatching(/^Heroku refused/) })
      expect((await callsAtHeroku(family())) > 0, JSON.stringify(credentials)).toBe(expected === undefined)
    }
  })

  it('OAuth is 400 once the other fields parse and the caller is authorized, whatever the credentials', async () => {
    const member = await family().machine({ organization: 'member' })
    for (const credentials of [{}, { code: 'x' }, { refreshToken: 'x' }, { authToken: 'x', expiresAt: 'y' }]) {
      const body = { method: 'oauth', name: 'by-consent', credentials }
      expect(errorOf(await create(body))).toMatchObject({
        statusCode: 400,
        error: 'BadRequest',
        message: expect.stringMatching(
          /^Heroku OAuth connections are created in the web app: http:\/\/connections\.test\//,
        ),
      })
      expect(errorOf(await family().rest('POST', connectionsPath, { body, as: member })).statusCode).toBe(403)
      expect(messagesAt(await create({ ...body, name: 'N' }), 'name')).toEqual([format])
    }
    expect(messagesAt(await create({ method: 'oauth', name: 'x', credentials: 5 }), 'credentials')).toHaveLength(1)
  })

  it('a project that the caller may not know is 404, uuid or not; one of theirs is taken', async () => {
    const { projectId, otherProjectId } = family()
    const input = await newInput(family(), 'scoped')
    for (const unknown of [otherProjectId, 'no-uuid', '__proto__', ' ', `${projectId} `]) {
      expect(errorOf(await create({ ...input, projectId: unknown })), unknown).toMatchObject({
        statusCode: 404,
        error: 'NotFound',
        message: `Could not find project with ID ${unknown}`,
      })
    }
    expect(connectionOf(await create({ ...input, projectId }))).toMatchObject({ projectId, project: { id: projectId } })
  })
})
