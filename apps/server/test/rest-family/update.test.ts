import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import { errorOf } from '../http.ts'
import { callsAtHeroku, connectionOf, connectionsPath, insertRow, newConnection } from './connections.ts'
import { useFamily } from './family.ts'

describe.each(engines)('PATCH of a connection on %s with the sandbox', (engine) => {
  const family = useFamily(engine)
  const path = (id: string) => `${connectionsPath}/${id}`
  const patch = (id: string, body: unknown, headers: Record<string, string> = {}) =>
    family().rest('PATCH', path(id), { body, headers })
  const read = async (id: string) => connectionOf(await family().rest('GET', path(id)))
  const forget = () => family().server.sandbox.control.clearRequests()

  it('changes the name or the description and nothing else; null clears, "" stays ""', async () => {
    const made = await newConnection(family(), 'first')
    await forget()
    const changes: [Record<string, unknown>, Record<string, unknown>][] = [
      [{ name: ' second ' }, { name: 'second', description: null }],
      [{ description: ' said ' }, { name: 'second', description: 'said' }],
      [{ description: '' }, { name: 'second', description: '' }],
      [{ description: null }, { name: 'second', description: null }],
      [
        { name: 'third', description: 'both' },
        { name: 'third', description: 'both' },
      ],
    ]
    for (const [index, [body, expected]] of changes.entries()) {
      const changed = connectionOf(await patch(made.id, body))
      const { etag, updatedAt } = changed
      expect(changed).toEqual({ ...made, ...expected, etag, updatedAt })
      expect(etag).toBe(`"${made.id}.${index + 2}"`)
      expect(updatedAt >= made.updatedAt).toBe(true)
      expect(await read(made.id)).toEqual(changed)
    }
    expect(await callsAtHeroku(family())).toBe(0)
  })

  it('with nothing, or with what is stored already, changes nothing at all', async () => {
    const made = await newConnection(family(), 'still', { description: 'as it is' })
    for (const body of [{}, { name: 'still' }, { name: ' still ', description: 'as it is' }, { unknown: 1 }]) {
      expect(connectionOf(await patch(made.id, body)), JSON.stringify(body)).toEqual(made)
    }
    const events = await family()
      .db.selectFrom('audit_events')
      .select('action')
      .where('target_id', '=', made.id)
      .execute()
    expect(events).toEqual([{ action: 'appConnections.create' }])
  })

  it('ignores method and projectId, and an app or id in the body', async () => {
    const made = await newConnection(family(), 'immovable')
    const ignored = { method: 'oauth', projectId: family().projectId, app: 'fly', connectionId: randomUUID(), id: 1 }
    expect(connectionOf(await patch(made.id, ignored))).toEqual(made)
    expect(connectionOf(await patch(made.id, { ...ignored, projectId: 5, method: null }))).toEqual(made)
    const renamed = connectionOf(await patch(made.id, { ...ignored, name: 'moved' }))
    expect(renamed).toMatchObject({ id: made.id, name: 'moved', method: 'auth-token', projectId: null })
  })

  it('replaces credentials whole once Heroku has accepted them: version, hash and tag move', async () => {
    const made = await newConnection(family(), 'replaced')
    await forget()
    const authToken = await family().server.mint()
    const changed = connectionOf(await patch(made.id, { credentials: { authToken: ` ${authToken} `, other: 1 } }))
    expect(changed).toMatchObject({ version: 2, etag: `"${made.id}.2"`, name: 'replaced', credentials: {} })
    expect(changed.credentialsHash).not.toBe(made.credentialsHash)
    expect(await callsAtHeroku(family())).toBeGreaterThan(0)
    const again = connectionOf(await patch(made.id, { credentials: { authToken } }))
    expect([again.version, again.credentialsHash]).toEqual([3, changed.credentialsHash])
    expect((await family().rest('GET', `${path(made.id)}/apps`)).status).toBe(200)
  })

  it('keeps everything where Heroku refuses, in words of the contract', async () => {
    const made = await newConnection(family(), 'kept')
    const error = errorOf(await patch(made.id, { name: 'lost', credentials: { authToken: `HRKU-${randomUUID()}` } }))
    expect(error).toMatchObject({ statusCode: 400, message: expect.stringMatching(/^Heroku refused the token/) })
    expect(await read(made.id)).toEqual(made)
  })

  it('answers 400 to credentials that do not fit the method, and 422 to a token that is none', async () => {
    const made = await newConnection(family(), 'by-token')
    const oauth = await insertRow(family(), { name: 'by-consent', method: 'oauth' })
    await forget()
    const misfit = (name: string) => `Invalid credential format for Heroku Connection with method ${name}`
    for (const credentials of [{}, { code: 'x' }, { refreshToken: 'x' }]) {
      expect(errorOf(await patch(made.id, { credentials }))).toMatchObject({
        statusCode: 400,
        message: misfit('Auth Token'),
      })
      expect(errorOf(await patch(oauth, { credentials }))).toMatchObject({ statusCode: 400, message: misfit('OAuth') })
    }
    const authToken = await family().server.mint()
    expect(errorOf(await patch(oauth, { credentials: { authToken } }))).toMatchObject({
      statusCode: 400,
      message: misfit('OAuth'),
    })
    const wrong: [unknown, (string | number)[]][] = [
      [{ authToken: '' }, ['credentials', 'authToken']],
      [{ authToken: ' ' }, ['credentials', 'authToken']],
      [{ authToken: 'a b' }, ['credentials', 'authToken']],
      [{ authToken: null }, ['credentials', 'authToken']],
      [{ authToken: 'x'.repeat(4_097) }, ['credentials', 'authToken']],
      [null, ['credentials']],
      ['token', ['credentials']],
      [[], ['credentials']],
    ]
    for (const [credentials, at] of wrong) {
      expect(errorOf(await patch(made.id, { credentials })), JSON.stringify(credentials)).toMatchObject({
        statusCode: 422,
        message: [{ path: at }],
      })
    }
    expect(await read(made.id)).toEqual(made)
    expect(await callsAtHeroku(family())).toBe(0)
  })

  it('takes the four unsupported fields switched off alone, and tells of every mistake at once', async () => {
    const made = await newConnection(family(), 'supported')
    const off = { isPlatformManagedCredentials: false, isAutoRotationEnabled: false, gatewayId: null, rotation: null }
    expect(connectionOf(await patch(made.id, off))).toEqual(made)
    const on = { isPlatformManagedCredentials: true, isAutoRotationEnabled: null, gatewayId: 'x', rotation: {} }
    const error = errorOf(await patch(made.id, { ...on, name: 'N', description: 'x'.repeat(257) }))
    expect(error).toMatchObject({ statusCode: 422, error: 'ValidationFailure' })
    const messages = new Map(
      typeof error.message === 'string' ? [] : error.message.map((issue) => [issue.path.join('.'), issue.message]),
    )
    expect([...messages.keys()].sort()).toEqual([...Object.keys(on), 'description', 'name'].sort())
    for (const field of Object.keys(on)) expect(messages.get(field)).toBe('Not supported for Heroku Connections')
    expect(await read(made.id)).toEqual(made)
  })

  it('answers 400 to a name that is taken in its scope, and Heroku is not asked', async () => {
    await newConnection(family(), 'taken')
    const made = await newConnection(family(), 'free')
    await forget()
    const authToken = await family().server.mint()
    expect(errorOf(await patch(made.id, { name: 'taken', credentials: { authToken } }))).toMatchObject({
      statusCode: 400,
      message: 'An App Connection with the name "taken" already exists',
    })
    expect(await callsAtHeroku(family())).toBe(0)
    const inProject = await newConnection(family(), 'elsewhere', { projectId: family().projectId })
    expect(connectionOf(await patch(inProject.id, { name: 'taken' })).name).toBe('taken')
    const both = await Promise.all([patch(made.id, { name: 'raced' }), patch(inProject.id, { description: 'x' })])
    expect(both.map(({ status }) => status)).toEqual([200, 200])
  })

  it('of two that rename different connections to one name at once, one wins', async () => {
    const [one, two] = [await newConnection(family(), 'left'), await newConnection(family(), 'right')]
    const answers = await Promise.all([patch(one.id, { name: 'goal' }), patch(two.id, { name: 'goal' })])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
  })
})
