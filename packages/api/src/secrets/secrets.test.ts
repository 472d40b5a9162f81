import { sweep } from '@app-connections/db/system'
import { engines } from '@app-connections/db/testing/engines'
import { type Secret, secretSchema, secretVersionSchema } from '@app-connections/schemas'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { eventsOf, newOrganization, type TestOrganization } from '../../test/organization.ts'
import { call, refusal, useServices } from '../../test/services.ts'
import type { Person, ProcedurePath } from '../index.ts'

const listed = z.object({ secrets: z.array(secretSchema), imports: z.tuple([]) })
const history = z.object({ versions: z.array(secretVersionSchema) })

describe.each(engines)('the secrets of config sets, on %s', (engine) => {
  const test = useServices(engine)
  let organization: TestOrganization
  let member: Person
  let viewer: Person
  beforeAll(async () => {
    organization = await newOrganization(test().services)
    member = await organization.person({ organization: 'no-access', project: 'member' })
    viewer = await organization.person({ organization: 'no-access', project: 'viewer' })
  })
  let sets = 0
  /** A set that nothing was written to yet, and calls about it. */
  function newSet() {
    sets += 1
    const place = { projectId: organization.projectId, environment: 'production', secretPath: `/set-${sets}` }
    const act = (path: ProcedurePath, input: object = {}, caller = member) =>
      call(test().services, caller, path, { ...place, ...input })
    return {
      place,
      act,
      one: async (path: ProcedurePath, input: object) => secretSchema.parse(await act(path, input)),
      list: async (input: object = {}, caller = member) =>
        listed.parse(await act('secrets.list', input, caller)).secrets,
      refused: async (path: ProcedurePath, input: object = {}, caller = member) => {
        const { statusCode, message, code } = await refusal(act(path, input, caller))
        return { statusCode, message, code }
      },
    }
  }
  const valuesOf = (secrets: readonly Secret[]) =>
    Object.fromEntries(secrets.map(({ secretKey, secretValue }) => [secretKey, secretValue]))

  it('are made with their set and its environment, changed, renamed and deleted, each change a version', async () => {
    const { one, list, act, place } = newSet()
    expect(await list()).toEqual([])
    const made = await one('secrets.create', { secretName: 'A', secretValue: 'one', secretComment: 'first' })
    expect(made).toMatchObject({ secretKey: 'A', secretValue: 'one', version: 1 })
    expect(made).toMatchObject({ environment: 'production', secretPath: place.secretPath, secretComment: 'first' })
    expect(made.actor).toEqual({ actorId: member.id, actorType: 'person' })
    const changed = await one('secrets.update', { secretName: 'A', secretValue: 'two' })
    expect(changed).toMatchObject({ id: made.id, version: 2, secretComment: 'first', secretValue: 'two' })
    const renamed = await one('secrets.update', { secretName: 'A', newSecretName: 'B' })
    expect(renamed).toMatchObject({ secretKey: 'B', version: 3, secretValueHidden: true })
    expect(valuesOf(await list())).toEqual({ B: 'two' })
    expect(await one('secrets.get', { secretName: 'B', version: 1 })).toMatchObject({ secretValue: 'one', version: 1 })
    const gone = await one('secrets.remove', { secretName: 'B' })
    expect(gone).toMatchObject({ secretKey: 'B', version: 3, secretValueHidden: true })
    expect(await list()).toEqual([])
    const { versions } = history.parse(await act('secrets.history', { secretName: 'B' }))
    expect(versions.map(({ version, deleted }) => [version, deleted])).toEqual([
      [4, true],
      [3, false],
    ])
  })

  it.each([
    ' leading and trailing ',
    'line\nbreak\r\n',
    '',
    '"quoted" \'quotes\' `ticks` $HOME $ \\',
    '🦄 é 日本',
    'x'.repeat(65_536),
  ])('keep a value byte for byte: %j', async (secretValue) => {
    const { one, list } = newSet()
    await one('secrets.create', { secretName: 'A', secretValue })
    expect(valuesOf(await list())).toEqual({ A: secretValue })
  })

  it.each([
    ['a NUL', 'a\0b'],
    ['half of a surrogate pair', 'a\ud800'],
    ['too many bytes', '€'.repeat(21_846)],
  ])('refuse a value with %s, without a word of it', async (_what, secretValue) => {
    const { refused } = newSet()
    const { statusCode, message } = await refused('secrets.create', { secretName: 'A', secretValue })
    expect(statusCode).toBe(422)
    expect(JSON.stringify(message)).not.toContain(JSON.stringify(secretValue).slice(1, 9))
  })

  it('show no value that is write-only to anybody, at any version, and what is write-only stays so', async () => {
    const { one, list, refused } = newSet()
    const made = await one('secrets.create', { secretName: 'A', secretValue: 'hidden', writeOnly: true })
    expect(made).toMatchObject({ secretValueHidden: true, writeOnly: true })
    expect(made).not.toHaveProperty('secretValue')
    await one('secrets.update', { secretName: 'A', secretValue: 'hidden too' })
    await one('secrets.create', { secretName: 'B', secretValue: 'shown' })
    await one('secrets.update', { secretName: 'B', writeOnly: true })
    for (const secret of [...(await list()), await one('secrets.get', { secretName: 'A', version: 1 })]) {
      expect(secret).not.toHaveProperty('secretValue')
    }
    expect(await refused('secrets.update', { secretName: 'A', writeOnly: false })).toMatchObject({ statusCode: 422 })
  })

  it('show a viewer the keys alone, and let them change nothing', async () => {
    const { one, list, refused } = newSet()
    await one('secrets.create', { secretName: 'A', secretValue: 'seen by some' })
    const [secret] = await list({}, viewer)
    expect(secret).toMatchObject({ secretKey: 'A', secretValueHidden: true })
    expect(secret).not.toHaveProperty('secretValue')
    for (const [path, input] of [
      ['secrets.create', { secretName: 'B', secretValue: 'x' }],
      ['secrets.update', { secretName: 'A', secretValue: 'x' }],
      ['secrets.remove', { secretName: 'A' }],
    ] as const) {
      expect(await refused(path, input, viewer)).toMatchObject({ statusCode: 403, code: 'denied' })
    }
  })

  it('are in the project alone: for others it does not exist', async () => {
    const { refused } = newSet()
    const admin = await organization.person({ organization: 'admin' })
    const sentence = `Could not find project with ID ${organization.projectId}`
    expect(await refused('secrets.list', {}, admin)).toMatchObject({ statusCode: 404, message: sentence })
    const elsewhere = { projectId: organization.otherProjectId }
    expect(await refused('secrets.list', elsewhere)).toMatchObject({ statusCode: 404 })
  })

  it('are written in batches as a whole, or not at all', async () => {
    const { act, list, refused } = newSet()
    const many = (...keys: string[]) => ({ secrets: keys.map((key) => ({ secretKey: key, secretValue: `of ${key}` })) })
    await act('secrets.createMany', many('A', 'B'))
    expect(await refused('secrets.createMany', many('C', 'B'))).toMatchObject({ statusCode: 400, code: 'secretExists' })
    expect(await refused('secrets.createMany', many('C', 'C'))).toMatchObject({ statusCode: 400, code: 'secretTwice' })
    expect(await refused('secrets.updateMany', many('A', 'C'))).toMatchObject({
      statusCode: 404,
      code: 'unknownSecret',
    })
    expect(await refused('secrets.removeMany', many('A', 'C'))).toMatchObject({
      statusCode: 404,
      code: 'unknownSecret',
    })
    expect(valuesOf(await list())).toEqual({ A: 'of A', B: 'of B' })
    const some = { secrets: ['A', 'C'].map((secretKey) => ({ secretKey, secretValue: 'new' })) }
    await act('secrets.updateMany', { ...some, mode: 'ignore' })
    expect(valuesOf(await list())).toEqual({ A: 'new', B: 'of B' })
    await act('secrets.updateMany', { ...some, mode: 'upsert' })
    expect(valuesOf(await list())).toEqual({ A: 'new', B: 'of B', C: 'new' })
    await act('secrets.removeMany', many('A', 'B'))
    expect(valuesOf(await list())).toEqual({ C: 'new' })
    const thousand = Array.from({ length: 1_000 }, (_, n) => ({ secretKey: `KEY_${n}`, secretValue: `${n}` }))
    await act('secrets.createMany', { secrets: thousand })
    expect(await list()).toHaveLength(1_001)
  })

  it('list the sets below a path where that is asked for', async () => {
    const { act, place } = newSet()
    const below = (suffix: string) => ({
      secretPath: `${place.secretPath}${suffix}`,
      secretName: 'A',
      secretValue: 'x',
    })
    for (const suffix of ['', '/web', '/web/deep', '-other']) await act('secrets.create', below(suffix))
    const paths = async (input: object) =>
      listed.parse(await act('secrets.list', input)).secrets.map(({ secretPath }) => secretPath)
    expect(await paths({})).toEqual([place.secretPath])
    expect(await paths({ recursive: true })).toEqual(['', '/web', '/web/deep'].map((end) => place.secretPath + end))
    expect(await paths({ secretPath: `${place.secretPath}/web/`, recursive: true })).toHaveLength(2)
    const own = z.array(z.looseObject({ secretPath: z.string(), keys: z.int(), revision: z.int() }))
    const found = own.parse(await act('secrets.sets')).filter(({ secretPath }) => secretPath === place.secretPath)
    expect(found).toMatchObject([{ keys: 1, revision: 2, environment: { slug: 'production', name: 'production' } }])
  })

  it('are written by one of several who add the same key at once', async () => {
    const { act, list } = newSet()
    const tries = await Promise.allSettled(
      ['a', 'b', 'c', 'd'].map((secretValue) => act('secrets.create', { secretName: 'A', secretValue })),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await list()).toHaveLength(1)
    await Promise.all(['a', 'b', 'c'].map((secretValue) => act('secrets.update', { secretName: 'A', secretValue })))
    expect((await list())[0]?.version).toBe(4)
  })

  it('leave events that name keys, with no value, and rows with no value in clear', async () => {
    const { services, database } = test()
    const { one, list, act, place } = newSet()
    const secretValue = 'never-in-the-trail'
    await one('secrets.create', { secretName: 'A', secretValue })
    await one('secrets.update', { secretName: 'A', secretValue: `${secretValue}-2` })
    await list()
    await list({ viewSecretValue: false })
    await act('secrets.removeMany', { secrets: [{ secretKey: 'A' }] })
    const events = (await eventsOf(services, organization.id)).filter(({ detail }) => detail.path === place.secretPath)
    expect(events.map(({ action, detail }) => [action, detail.keys])).toEqual([
      ['secrets.create', ['A']],
      ['secrets.update', ['A']],
      ['secrets.reveal', 1],
      ['secrets.removeMany', ['A']],
    ])
    const { rows } = await database.pool.query('select value, comment from config_versions')
    expect(rows.some(({ value }) => value?.includes(secretValue))).toBe(false)
    expect(JSON.stringify(events)).not.toContain(secretValue)
  })

  it('do not open in the place of another', async () => {
    const { database } = test()
    const { one, refused } = newSet()
    const a = await one('secrets.create', { secretName: 'A', secretValue: 'one' })
    const b = await one('secrets.create', { secretName: 'B', secretValue: 'two' })
    await database.pool.query(
      'update config_versions set value = (select value from config_versions where secret_id = $1) where secret_id = $2',
      [a.id, b.id],
    )
    expect(await refused('secrets.get', { secretName: 'B' })).toMatchObject({ statusCode: 500 })
    expect(await one('secrets.get', { secretName: 'A' })).toMatchObject({ secretValue: 'one' })
  })

  it('keep their project from being deleted until they are gone', async () => {
    const { services } = test()
    const other = await newOrganization(services)
    const admin = await other.person({ organization: 'admin', project: 'admin' })
    const input = { projectId: other.projectId, environment: 'dev', secretName: 'A' }
    await call(services, admin, 'secrets.create', { ...input, secretValue: 'x' })
    const remove = () => call(services, admin, 'projects.remove', { projectId: other.projectId })
    expect(await refusal(remove())).toMatchObject({ statusCode: 400, code: 'projectHoldsSecrets' })
    await call(services, admin, 'secrets.remove', input)
    await remove()
  })

  it('are known for ninety days after they are gone, and all that is kept of others stays', async () => {
    const { services, database } = test()
    const { one, act, refused } = newSet()
    for (const secretName of ['A', 'B', 'C']) {
      await one('secrets.create', { secretName, secretValue: '1' })
      await one('secrets.update', { secretName, secretValue: '2' })
    }
    for (const secretName of ['A', 'B']) await one('secrets.remove', { secretName })
    const age = (days: number, keys: string) =>
      database.pool.query(`update config_versions set at = now() - interval '${days} days' where key = any ($1)`, [
        keys,
      ])
    await age(91, '{A,C}')
    await age(89, '{B}')
    await sweep(services.db, 365)
    expect(await refused('secrets.history', { secretName: 'A' })).toMatchObject({ statusCode: 404 })
    for (const [secretName, length] of [
      ['B', 3],
      ['C', 2],
    ] as const) {
      expect(await act('secrets.history', { secretName })).toMatchObject({ versions: { length } })
    }
    expect(await one('secrets.get', { secretName: 'C', version: 1 })).toMatchObject({ secretValue: '1' })
  })

  it('keep the last fifty versions', async () => {
    const { one, act } = newSet()
    await one('secrets.create', { secretName: 'A', secretValue: '0' })
    for (let n = 1; n <= 52; n += 1) await one('secrets.update', { secretName: 'A', secretValue: `${n}` })
    const { versions } = history.parse(await act('secrets.history', { secretName: 'A' }))
    expect([versions.length, versions[0]?.version, versions.at(-1)?.version]).toEqual([50, 53, 4])
  })
})
