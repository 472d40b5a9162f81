import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import { planSchema, syncSchema } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { newOrganization } from '../../test/organization.ts'
import { call, refusal, useServices } from '../../test/services.ts'
import type { Person, ProcedurePath } from '../index.ts'

describe.each(engines)('a right to syncs that ends before they are written, on %s', (engine) => {
  const test = useServices(engine)

  async function place() {
    const { services, sandbox } = test()
    const organization = await newOrganization(services)
    const admin = await organization.person({ organization: 'admin', project: 'admin' })
    const act = (path: ProcedurePath, input: object, caller = admin) => call(services, caller, path, input)
    const { token } = await sandbox.control.mintToken()
    const connection = { app: 'heroku', method: 'auth-token', name: 'main', credentials: { authToken: token } }
    const { id: connectionId } = z.object({ id: z.uuid() }).parse(await act('appConnections.create', connection))
    const [app] = await sandbox.control.addApps({ count: 1 })
    if (app === undefined) throw new Error('the sandbox made no app')
    const { projectId } = organization
    const at = { projectId, environment: 'production', secretPath: '/' }
    await act('secrets.create', { ...at, secretName: 'A', secretValue: 'x' })
    const input = () => ({
      ...{ ...at, destination: 'heroku', name: `sync-${randomUUID()}`, connectionId, isAutoSyncEnabled: false },
      syncOptions: { initialSyncBehavior: 'overwrite-destination' },
      destinationConfig: { app: app.id, appName: app.name },
    })
    const lose = {
      demoted: (member: object) => act('members.set', { scope: 'project', projectId, member, role: 'viewer' }),
      removed: (member: object) => act('members.remove', { scope: 'project', projectId, member }),
      'signed out': (_: object, { tokenId }: Person) =>
        services.db.deleteFrom('auth.session').where('id', '=', tokenId).execute(),
    }
    return { organization, act, input, lose }
  }

  it.each([
    ['demoted', 403],
    ['removed', 404],
    ['signed out', 401],
  ] as const)('writes nothing by who was %s', async (how, status) => {
    const { organization, act, input, lose } = await place()
    const { services } = test()
    const { id: syncId } = syncSchema.parse(await act('secretSyncs.create', input()))
    const ref = { syncId, destination: 'heroku' }
    const { id: appliedId } = planSchema.parse(await act('secretSyncs.plan', ref))
    await act('secretSyncs.applyPlan', { ...ref, planId: appliedId })
    const { id: planId } = planSchema.parse(await act('secretSyncs.plan', ref))
    const everything = () =>
      Promise.all(
        (['config_syncs', 'config_plans', 'config_runs', 'config_claims'] as const).map((table) =>
          services.db.selectFrom(table).selectAll().orderBy('org_id').execute(),
        ),
      )
    const before = await everything()
    const writes: [ProcedurePath, object][] = [
      ['secretSyncs.create', input()],
      ['secretSyncs.update', { ...ref, description: 'theirs' }],
      ['secretSyncs.update', { ...ref, isAutoSyncEnabled: true }],
      ['secretSyncs.remove', ref],
      ['secretSyncs.remove', { ...ref, removeSecrets: 'true' }],
      ['secretSyncs.syncSecrets', ref],
      ['secretSyncs.importSecrets', { ...ref, importBehavior: 'prioritize-source' }],
      ['secretSyncs.removeSecrets', ref],
      ['secretSyncs.plan', ref],
      ['secretSyncs.applyPlan', { ...ref, planId }],
      ['secretSyncs.undo', { ...ref, planId: appliedId }],
    ]
    const caller = await organization.person({ organization: 'member', project: 'admin' })
    // The caller of the calls is the one of before: they have begun with the right.
    await lose[how]({ personId: caller.id }, caller)
    for (const [path, input] of writes) {
      const { statusCode } = await refusal(act(path, input, caller))
      expect([path, statusCode]).toEqual([path, status])
    }
    expect(await everything()).toEqual(before)
  })
})
