import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import { errorOf } from '../http.ts'
import { connectionOf, connectionsPath, insertRow, newConnection } from './connections.ts'
import { useFamily } from './family.ts'

const byName = (name: string, query = '') => `${connectionsPath}/connection-name/${encodeURIComponent(name)}${query}`

describe.each(engines)('one connection on %s with the sandbox', (engine) => {
  const family = useFamily(engine)
  const failure = async (
    method: string,
    path: string,
    request: Parameters<ReturnType<typeof family>['rest']>[2] = {},
  ) => errorOf(await family().rest(method, path, request))

  it('is found by its id and by its name, in its own scope alone', async () => {
    const { projectId } = family()
    const ofOrganization = await newConnection(family(), 'main')
    const inProject = await newConnection(family(), 'main', { projectId, description: 'of the shop' })
    expect(inProject).toMatchObject({ projectId, project: { id: projectId, slug: 'shop' }, description: 'of the shop' })
    for (const one of [ofOrganization, inProject]) {
      expect(connectionOf(await family().rest('GET', `${connectionsPath}/${one.id}`))).toEqual(one)
    }
    expect(connectionOf(await family().rest('GET', byName('main')))).toEqual(ofOrganization)
    expect(connectionOf(await family().rest('GET', byName(' main ')))).toEqual(ofOrganization)
    expect(connectionOf(await family().rest('GET', byName('main', `?projectId=${projectId}`)))).toEqual(inProject)
    await newConnection(family(), 'in-shop-alone', { projectId })
    expect(await failure('GET', byName('in-shop-alone'))).toMatchObject({
      statusCode: 404,
      message: 'Could not find App Connection with name in-shop-alone in organization scope',
    })
  })

  it('is 404 by a name that nobody has, whatever is in the name', async () => {
    const { projectId } = family()
    for (const name of ['none', 'Main', '__proto__', '日本', "'; drop table connections; --", '%', '🦄']) {
      expect(await failure('GET', byName(name)), name).toMatchObject({ statusCode: 404, error: 'NotFound' })
      expect(await failure('GET', byName(name, `?projectId=${projectId}`)), name).toMatchObject({
        statusCode: 404,
        message: `Could not find App Connection with name ${name} in project scope`,
      })
    }
    for (const name of [' ', '\u0000', 'a\u0000b', 'x'.repeat(256)]) {
      expect(await failure('GET', byName(name)), JSON.stringify(name)).toMatchObject({
        statusCode: 422,
        message: [{ path: ['connectionName'] }],
      })
    }
    expect(await failure('GET', byName('main', `?projectId=${randomUUID()}`))).toMatchObject({ statusCode: 404 })
  })

  it('is deleted once and returned as it was; then it is unknown', async () => {
    const made = await newConnection(family(), 'to-delete', { description: 'short-lived' })
    const one = `${connectionsPath}/${made.id}`
    const [first, second] = await Promise.all([family().rest('DELETE', one), family().rest('DELETE', one)])
    const [gone, missed] = first.status === 200 ? [first, second] : [second, first]
    expect(connectionOf(gone)).toEqual(made)
    const unknown = `Could not find App Connection with ID ${made.id}`
    expect(errorOf(missed)).toMatchObject({ statusCode: 404, message: unknown })
    for (const [method, path] of [
      ['GET', one],
      ['PATCH', one],
      ['DELETE', one],
      ['GET', `${one}/apps`],
    ] as const) {
      const body = method === 'PATCH' ? { name: 'again' } : undefined
      expect(await failure(method, path, { body }), `${method} ${path}`).toMatchObject({
        statusCode: 404,
        message: unknown,
      })
    }
    expect(connectionOf(await family().rest('POST', connectionsPath, { body: await input('to-delete') })).id).not.toBe(
      made.id,
    )
  })
  const input = async (name: string) => ({
    method: 'auth-token',
    name,
    credentials: { authToken: await family().server.mint() },
  })

  it('of another app is 400 by its id and by its name, but only with the right to it', async () => {
    const id = await insertRow(family(), { name: 'flying', app: 'fly', method: 'token' })
    const one = `${connectionsPath}/${id}`
    const calls: [string, string, unknown?][] = [
      ['GET', one],
      ['PATCH', one, { name: 'renamed' }],
      ['PATCH', one, {}],
      ['DELETE', one],
      ['GET', `${one}/apps`],
    ]
    for (const [method, path, body] of calls) {
      expect(await failure(method, path, { body }), `${method} ${path}`).toMatchObject({
        statusCode: 400,
        error: 'BadRequest',
        message: `App Connection with ID ${id} is not for App "heroku"`,
      })
    }
    expect(await failure('GET', byName('flying'))).toMatchObject({
      statusCode: 400,
      message: 'App Connection with name flying is not for App "heroku"',
    })
    const member = await family().machine({ organization: 'member' })
    expect(await failure('DELETE', one, { as: member })).toMatchObject({ statusCode: 403 })
    const nobody = await family().machine({ organization: 'no-access' })
    for (const [method, path, body] of calls) {
      expect(await failure(method, path, { as: nobody, body })).toMatchObject({ statusCode: 404 })
    }
    const { name } = await family()
      .db.selectFrom('connections')
      .select('name')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect(name).toBe('flying')
    // The name is taken in its scope for every app.
    expect(await failure('POST', connectionsPath, { body: await input('flying') })).toMatchObject({
      statusCode: 400,
      message: 'An App Connection with the name "flying" already exists',
    })
  })

  it('with an id that is none is 422, on every call that takes one', async () => {
    for (const [method, rest] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['GET', '/apps'],
    ] as const) {
      const body = method === 'PATCH' ? {} : undefined
      expect(await failure(method, `${connectionsPath}/no-uuid${rest}`, { body })).toMatchObject({
        statusCode: 422,
        error: 'ValidationFailure',
        message: [{ path: ['connectionId'], message: 'Invalid uuid' }],
      })
    }
  })
})
