import { engines } from '@app-connections/db/testing/engines'
import { keysPageSchema } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import { eventsOf, newOrganization } from '../../test/organization.ts'
import { call, refusal, useServices } from '../../test/services.ts'
import { openSet } from './open-set.ts'

describe.each(engines)('config sets that hold much, on %s', (engine) => {
  const test = useServices(engine)

  it('are not listed where that would fill the memory, and their events name a hundred keys', async () => {
    const { services, database } = test()
    const organization = await newOrganization(services)
    const member = await organization.person({ organization: 'no-access', project: 'member' })
    const place = { projectId: organization.projectId, environment: 'production', secretPath: '/much' }
    const secrets = Array.from({ length: 300 }, (_, n) => ({ secretKey: `KEY_${n}`, secretValue: 'x' }))
    await call(services, member, 'secrets.createMany', { ...place, secrets })
    const [event] = (await eventsOf(services, organization.id)).filter(({ action }) => action === 'secrets.createMany')
    expect(event?.detail).toMatchObject({ keys: secrets.slice(0, 100).map(({ secretKey }) => secretKey), more: 200 })

    const list = (input: object) => call(services, member, 'secrets.list', { ...place, ...input })
    expect(await list({})).toMatchObject({ secrets: { length: 300 } })
    const keysOf = (input: object) => call(services, member, 'secrets.keys', { ...place, ...input })
    const keys = async (input: object) => {
      const { secrets, total } = keysPageSchema.parse(await keysOf(input))
      expect(secrets.every((secret) => secret.secretValueHidden && secret.secretValue === undefined)).toBe(true)
      return { total, keys: secrets.map(({ secretKey }) => secretKey) }
    }
    const inOrder = secrets.map(({ secretKey }) => secretKey).sort()
    expect(await keys({})).toEqual({ total: 300, keys: inOrder.slice(0, 100) })
    expect(await keys({ page: 3 })).toEqual({ total: 300, keys: inOrder.slice(200) })
    expect(await keys({ page: 4 })).toEqual({ total: 0, keys: [] })
    expect(await keys({ search: ' 99  key_ ' })).toEqual({ total: 3, keys: ['KEY_199', 'KEY_299', 'KEY_99'] })
    expect(await keys({ search: 'KEY%' })).toEqual({ total: 0, keys: [] })
    expect(await keys({ search: 'x' })).toEqual({ total: 0, keys: [] })
    expect((await eventsOf(services, organization.id)).map(({ action }) => action)).toEqual([
      'secrets.createMany',
      'secrets.reveal',
    ])
    // As long as values may be.
    await database.pool.query("update config_versions set value = value || convert_to(repeat('x', 65536), 'UTF8')")
    for (const input of [{}, { viewSecretValue: false }, { secretPath: '/', recursive: true }]) {
      expect(await refusal(list(input))).toMatchObject({ statusCode: 400, code: 'secretsTooLong' })
    }
    const { secretPath: path, ...set } = place
    await expect(openSet(services, { ...set, orgId: organization.id, path })).rejects.toMatchObject({
      code: 'secretsTooLong',
    })
    expect(await list({ secretPath: '/' })).toMatchObject({ secrets: { length: 0 } })
  })

  it('are so many in a project, and the others can be written', async () => {
    const { services, database } = test()
    const organization = await newOrganization(services)
    const member = await organization.person({ organization: 'no-access', project: 'member' })
    const create = (secretPath: string, secretName: string) =>
      call(services, member, 'secrets.create', {
        ...{ projectId: organization.projectId, environment: 'production', secretPath },
        ...{ secretName, secretValue: 'x' },
      })
    await create('/first', 'A')
    await database.pool.query(`insert into config_sets (id, org_id, project_id, environment_id, path)
      select gen_random_uuid(), org_id, project_id, environment_id, '/n' || n
      from config_sets, generate_series(1, 998) n where project_id = '${organization.projectId}'`)
    const tries = await Promise.allSettled(['/a', '/b', '/c'].map((path) => create(path, 'A')))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await refusal(create('/d', 'A'))).toMatchObject({ statusCode: 400, code: 'tooManySets' })
    await create('/first', 'B')
    await create('/n1', 'A')
  })
})
