import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import { newOrganization } from '../../test/organization.ts'
import { call, refusal, useServices } from '../../test/services.ts'
import type { ProcedurePath } from '../index.ts'

describe.each(engines)('a right to secrets that ends before they are written, on %s', (engine) => {
  const test = useServices(engine)

  it.each([
    ['demoted', 403],
    ['removed', 404],
    ['signed out', 401],
  ] as const)('writes nothing by who was %s', async (how, status) => {
    const { services } = test()
    const organization = await newOrganization(services)
    const admin = await organization.person({ organization: 'admin', project: 'admin' })
    const { projectId } = organization
    const place = { projectId, environment: 'production', secretPath: '/' }
    await call(services, admin, 'secrets.create', { ...place, secretName: 'A', secretValue: 'x' })
    const everything = () => services.db.selectFrom('config_versions').selectAll().orderBy('secret_id').execute()
    const before = await everything()
    const many = (secretKey: string) => ({ secrets: [{ secretKey, secretValue: 'y' }] })
    const writes: [ProcedurePath, object][] = [
      ['secrets.create', { secretName: 'B', secretValue: 'y' }],
      ['secrets.update', { secretName: 'A', secretValue: 'y' }],
      ['secrets.remove', { secretName: 'A' }],
      ['secrets.createMany', many('B')],
      ['secrets.updateMany', { ...many('B'), mode: 'upsert' }],
      ['secrets.removeMany', { secrets: [{ secretKey: 'A' }] }],
    ]
    for (const [path, input] of writes) {
      const caller = await organization.person({ organization: 'member', project: 'member' })
      const member = { personId: caller.id }
      const lose = {
        demoted: () => call(services, admin, 'members.set', { scope: 'project', projectId, member, role: 'viewer' }),
        removed: () => call(services, admin, 'members.remove', { scope: 'project', projectId, member }),
        'signed out': () => services.db.deleteFrom('auth.session').where('id', '=', caller.tokenId).execute(),
      }
      const { keyring } = services
      const forOrg: typeof keyring.forOrg = async (orgId) => {
        await lose[how]()
        return keyring.forOrg(orgId)
      }
      const losing = { ...services, keyring: { ...keyring, forOrg } }
      const { statusCode } = await refusal(call(losing, caller, path, { ...place, ...input }))
      expect([path, statusCode]).toEqual([path, status])
    }
    expect(await everything()).toEqual(before)
  })
})
