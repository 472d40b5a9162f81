import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import { errorOf } from '../http.ts'
import { connectionOf, connectionsPath, newConnection } from './connections.ts'
import { useFamily } from './family.ts'

const changed = {
  statusCode: 412,
  error: 'PreconditionFailed',
  message: 'The App Connection has changed since: read it again and repeat the call',
}

describe.each(engines)('ETag and If-Match on %s with the sandbox', (engine) => {
  const family = useFamily(engine)
  const call = (method: string, id: string, headers: Record<string, string>, body?: unknown) =>
    family().rest(method, `${connectionsPath}/${id}`, { headers, body })

  it('every call that answers one connection carries its tag, and a list does not', async () => {
    const { id, etag } = await newConnection(family(), 'tagged')
    expect(etag).toBe(`"${id}.1"`)
    const read = await call('GET', id, {})
    expect(read.headers.get('etag')).toBe(etag)
    expect(read.text).not.toContain('etag')
    expect((await family().rest('GET', `${connectionsPath}/connection-name/tagged`)).headers.get('etag')).toBe(etag)
    expect((await call('PATCH', id, {}, { description: 'x' })).headers.get('etag')).toBe(`"${id}.2"`)
    expect((await family().rest('GET', connectionsPath)).headers.get('etag')).toBeNull()
    expect((await call('DELETE', id, {})).headers.get('etag')).toBe(`"${id}.2"`)
  })

  it('lets a change through for the tag of the state, for a list that holds it, and for *', async () => {
    const made = await newConnection(family(), 'matching')
    let { etag } = made
    const accepted = (tag: string) => [tag, ` ${tag} `, `"other", ${tag}`, `${tag},"x.1"`, '*', ' * ']
    for (const [index] of accepted('').entries()) {
      const ifMatch = `${accepted(etag)[index]}`
      const answer = await call('PATCH', made.id, { 'if-match': ifMatch }, { description: `change ${index}` })
      etag = connectionOf(answer).etag
      expect(etag, ifMatch).toBe(`"${made.id}.${index + 2}"`)
    }
    expect((await call('DELETE', made.id, { 'if-match': `"x", ${etag}` })).status).toBe(200)
  })

  it('answers 412 to any other tag, and nothing has changed', async () => {
    const made = await newConnection(family(), 'unmatched')
    const { id, etag } = made
    const others = [
      `"${id}.2"`,
      `"${id}"`,
      `${id}.1`,
      `W/${etag}`,
      '"*"',
      '""',
      ',',
      etag.toUpperCase().replace(/"/g, "'"),
    ]
    for (const ifMatch of others) {
      for (const [method, body] of [
        ['PATCH', { name: 'lost' }],
        ['PATCH', {}],
        ['DELETE', undefined],
      ] as const) {
        expect(errorOf(await call(method, id, { 'if-match': ifMatch }, body)), ifMatch).toMatchObject(changed)
      }
    }
    expect(connectionOf(await call('GET', id, {}))).toEqual(made)
    expect(errorOf(await call('DELETE', id, { 'if-match': 'x'.repeat(513) })).statusCode).toBe(422)
  })

  it('asks for rights and existence first: 403 and 404 before 412', async () => {
    const { id } = await newConnection(family(), 'hidden')
    const member = await family().machine({ organization: 'member' })
    const nobody = await family().machine({ organization: 'no-access' })
    for (const [as, status] of [
      [member, 403],
      [nobody, 404],
    ] as const) {
      const headers = { ...as.headers, 'if-match': '"x"' }
      expect(errorOf(await call('DELETE', id, headers)).statusCode).toBe(status)
      expect(errorOf(await call('PATCH', id, headers, { name: 'x' })).statusCode).toBe(status)
    }
  })

  it('of changes that come at once with one tag, exactly one wins, and the tag moves by one', async () => {
    const { id, etag } = await newConnection(family(), 'contended')
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => call('PATCH', id, { 'if-match': etag }, { description: `by ${index}` })),
    )
    const won = answers.filter(({ status }) => status === 200)
    expect(won).toHaveLength(1)
    for (const lost of answers.filter(({ status }) => status !== 200)) expect(errorOf(lost)).toMatchObject(changed)
    const read = await call('GET', id, {})
    expect(won.map(({ body }) => body)).toEqual([read.body])
    expect(connectionOf(read).etag).toBe(`"${id}.2"`)
  })

  it('of changes without a tag that come at once, each is made, one on top of the other', async () => {
    const { id } = await newConnection(family(), 'untagged')
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => call('PATCH', id, {}, { description: `by ${index}` })),
    )
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    const { etag } = connectionOf(await call('GET', id, {}))
    expect(etag).toBe(`"${id}.${1 + answers.length}"`)
  })

  it('of a change and a deletion that come at once with one tag, one wins', async () => {
    for (let round = 0; round < 5; round++) {
      const { id, etag } = await newConnection(family(), `both-${round}`)
      const headers = { 'if-match': etag }
      const answers = await Promise.all([call('PATCH', id, headers, { description: 'x' }), call('DELETE', id, headers)])
      const statuses = answers.map(({ status }) => status)
      expect(
        statuses.filter((status) => status === 200),
        `${statuses}`,
      ).toHaveLength(1)
      expect(statuses.every((status) => [200, 404, 412].includes(status))).toBe(true)
    }
  })

  it('over tRPC the tag is a field, and ifMatch an option', async () => {
    const { id, etag } = await newConnection(family(), 'over-trpc')
    const update = (ifMatch: string) =>
      family().trpc('appConnections.update', { app: 'heroku', connectionId: id, description: 'x', ifMatch })
    expect((await update('"x"')).status).toBe(412)
    const answer = await update(etag)
    expect(answer.body).toMatchObject({ result: { data: { etag: `"${id}.2"` } } })
    expect(
      (await family().trpc('appConnections.remove', { app: 'heroku', connectionId: id, ifMatch: etag })).status,
    ).toBe(412)
  })
})
