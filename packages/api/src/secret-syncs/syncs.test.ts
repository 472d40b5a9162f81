import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import { type Plan, planSchema, syncSchema } from '@app-connections/schemas'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { eventsOf, newOrganization, type TestOrganization } from '../../test/organization.ts'
import { call, refusal, useServices } from '../../test/services.ts'
import type { Person, ProcedurePath } from '../index.ts'

describe.each(engines)('a sync of a config set with an app of the sandbox, on %s', (engine) => {
  const test = useServices(engine)
  let organization: TestOrganization
  let admin: Person
  let member: Person
  let connectionId: string
  beforeAll(async () => {
    organization = await newOrganization(test().services)
    admin = await organization.person({ organization: 'admin', project: 'admin' })
    member = await organization.person({ organization: 'member', project: 'member' })
    const { token } = await test().sandbox.control.mintToken()
    const input = { app: 'heroku', method: 'auth-token', name: 'main', credentials: { authToken: token } }
    const made = await call(test().services, admin, 'appConnections.create', input)
    connectionId = z.object({ id: z.uuid() }).parse(made).id
  })

  const act = (path: ProcedurePath, input: object, caller = admin) => call(test().services, caller, path, input)
  const refused = async (path: ProcedurePath, input: object, caller = admin) => {
    const { statusCode, code, message } = await refusal(act(path, input, caller))
    return { statusCode, code, message }
  }

  /** An app with such config vars, a set with such values, and a sync of both. */
  async function story(
    vars: Record<string, string>,
    values: Record<string, string>,
    more: { options?: object; addOnKeys?: string[]; maskedKeys?: string[]; app?: { id: string; name: string } } = {},
  ) {
    const { control } = test().sandbox
    const app = more.app ?? (await control.addApps({ count: 1 }))[0]
    if (app === undefined) throw new Error('the sandbox made no app')
    const { addOnKeys = [], maskedKeys = [] } = more
    if (more.app === undefined) await control.setApp(app.id, { configVars: vars, addOnKeys, maskedKeys })
    const place = { projectId: organization.projectId, environment: 'production', secretPath: `/${randomUUID()}` }
    const set = (changes: Record<string, string>) =>
      act('secrets.updateMany', {
        ...place,
        mode: 'upsert',
        secrets: Object.entries(changes).map(([secretKey, secretValue]) => ({ secretKey, secretValue })),
      })
    await set(values)
    const sync = syncSchema.parse(
      await act('secretSyncs.create', {
        ...place,
        destination: 'heroku',
        name: `sync-${randomUUID()}`,
        connectionId,
        syncOptions: { initialSyncBehavior: 'import-prioritize-source', ...more.options },
        destinationConfig: { app: app.id, appName: app.name },
      }),
    )
    const ref = { syncId: sync.id }
    const plan = async () => planSchema.parse(await act('secretSyncs.plan', ref))
    const apply = async ({ id }: Plan, input: object = {}) =>
      planSchema.parse(await act('secretSyncs.applyPlan', { ...ref, planId: id, ...input }))
    return {
      app,
      sync,
      ref,
      place,
      set,
      plan,
      apply,
      unset: (key: string) => act('secrets.remove', { ...place, secretName: key }),
      undo: async ({ id }: Plan) => planSchema.parse(await act('secretSyncs.undo', { ...ref, planId: id })),
      refusedApply: ({ id }: Plan, input: object = {}) =>
        refused('secretSyncs.applyPlan', { ...ref, planId: id, ...input }),
      vars: () => atApp(app.id, '/config-vars'),
      releases: async () => z.array(z.looseObject({ version: z.int() })).parse(await atApp(app.id, '/releases')).length,
      edit: (changes: object) => atApp(app.id, '/config-vars', changes),
    }
  }

  /** Asks the sandbox as whoever owns the app. */
  async function atApp(id: string, path: string, body?: object): Promise<unknown> {
    const { sandbox } = test()
    const { token } = await sandbox.control.mintToken()
    const headers = { authorization: `Bearer ${token}`, accept: 'application/vnd.heroku+json; version=3' }
    const init = body === undefined ? {} : { method: 'PATCH', body: JSON.stringify(body) }
    const answer = await fetch(`${sandbox.url}/apps/${id}${path}`, {
      ...init,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    })
    return answer.json()
  }

  const actions = ({ rows }: Plan) => Object.fromEntries(rows.map(({ key, action }) => [key, action]))

  it('plans every kind of row masked, changes what is its own in one release, and leaves all else as it was', async () => {
    const vars = { FOREIGN: 'theirs', BOTH: 'there', URL: 'postgres://x', MASKED: 'under a mask' }
    const values = { NEW: 'one', BOTH: 'here', URL: 'mine', MASKED: 'mine' }
    const {
      plan,
      apply,
      vars: now,
      releases,
      refusedApply,
      set,
      unset,
    } = await story(vars, values, {
      addOnKeys: ['URL'],
      maskedKeys: ['MASKED'],
    })
    const first = await plan()
    expect(actions(first)).toEqual({
      NEW: 'add',
      BOTH: 'conflict',
      FOREIGN: 'foreign',
      URL: 'attachment',
      MASKED: 'hidden',
    })
    for (const value of [...Object.values(vars), ...Object.values(values)]) {
      expect(JSON.stringify(first.rows)).not.toContain(`"${value}"`)
    }
    expect(await refusedApply(first)).toMatchObject({
      statusCode: 409,
      code: 'planConflicts',
      message: expect.stringMatching(/BOTH/),
    })
    expect(await releases()).toBe(1)
    const applied = await apply(first, { skipConflicts: true })
    expect(applied).toMatchObject({
      state: 'applied',
      release: 1,
      releaseMade: 2,
      outcome: [{ key: 'NEW', holds: 'new' }],
    })
    expect(await now()).toEqual({ ...vars, NEW: 'one', MASKED: null })
    await set({ NEW: 'two', MORE: '3' })
    const second = await plan()
    expect(actions(second)).toMatchObject({ NEW: 'change', MORE: 'add', FOREIGN: 'foreign' })
    await apply(second, { skipConflicts: true })
    await unset('NEW')
    const third = await plan()
    expect(actions(third)).toMatchObject({ NEW: 'remove', MORE: 'keep' })
    await apply(third, { skipConflicts: true })
    expect(await now()).toEqual({ ...vars, MORE: '3', MASKED: null })
    expect(await releases()).toBe(4)
    // Applied again, it is answered and not sent.
    expect(await apply(third)).toMatchObject({ state: 'applied' })
    expect(await releases()).toBe(4)
  })

  it('makes no release where nothing differs', async () => {
    const { plan, apply, releases } = await story({}, { A: '1' })
    await apply(await plan())
    const again = await apply(await plan())
    expect(again).toMatchObject({ state: 'applied', outcome: [], releaseMade: null })
    expect(await releases()).toBe(2)
  })

  it('takes over what is in both where it overwrites, and undo puts it back and gives it up', async () => {
    const options = { initialSyncBehavior: 'overwrite-destination' }
    const before = { BOTH: 'there', ALIKE: 'x', FOREIGN: 'f' }
    const one = await story(before, { BOTH: 'here', ALIKE: 'x', NEW: 'n' }, { options })
    const plan = await one.plan()
    expect(plan.rows.filter(({ taken }) => taken).map(({ key }) => key)).toEqual(['ALIKE', 'BOTH'])
    const applied = await one.apply(plan)
    expect(await one.vars()).toEqual({ ...before, BOTH: 'here', NEW: 'n' })
    const undo = await one.undo(applied)
    expect(actions(undo)).toEqual({ BOTH: 'change', NEW: 'remove' })
    expect(await one.apply(undo)).toMatchObject({ kind: 'undo', undoes: applied.id, state: 'applied' })
    expect(await one.vars()).toEqual(before)
    const { rows } = await test().database.pool.query('select key from config_claims where sync_id = $1', [one.sync.id])
    expect(rows).toEqual([{ key: 'ALIKE' }])
  })

  it('does not undo what somebody has changed since', async () => {
    const one = await story({}, { A: '1', B: '1' })
    const applied = await one.apply(await one.plan())
    await one.edit({ A: 'changed at the app' })
    const undo = await one.undo(applied)
    expect(actions(undo)).toEqual({ A: 'conflict', B: 'remove' })
    await one.apply(undo, { skipConflicts: true })
    expect(await one.vars()).toEqual({ A: 'changed at the app' })
  })

  it('refuses a plan once the app or the set has moved, and changes nothing', async () => {
    const one = await story({ F: '1' }, { A: '1' })
    const first = await one.plan()
    await one.edit({ F: '2' })
    expect(await one.refusedApply(first)).toMatchObject({
      statusCode: 409,
      code: 'planMoved',
      message: expect.stringMatching(/^The app/),
    })
    expect(await one.refusedApply(first)).toMatchObject({ statusCode: 409, code: 'planEnded' })
    const second = await one.plan()
    await one.set({ B: '2' })
    expect(await one.refusedApply(second)).toMatchObject({
      statusCode: 409,
      code: 'planMoved',
      message: expect.stringMatching(/^The set/),
    })
    expect(await one.vars()).toEqual({ F: '2' })
    await one.apply(await one.plan())
    expect(await one.vars()).toEqual({ F: '2', A: '1', B: '2' })
  })

  it('refuses a key that another sync of the app owns, and names the other', async () => {
    const one = await story({}, { SHARED: '1' })
    const two = await story(
      {},
      { SHARED: '2', OWN: '2' },
      { app: one.app, options: { initialSyncBehavior: 'overwrite-destination' } },
    )
    const [late] = [await two.plan()]
    expect(actions(late)).toEqual({ SHARED: 'add', OWN: 'add' })
    await one.apply(await one.plan())
    expect(await two.refusedApply(late)).toMatchObject({ statusCode: 409, code: 'planMoved' })
    const plan = await two.plan()
    expect(plan.rows.find(({ key }) => key === 'SHARED')).toMatchObject({
      action: 'conflict',
      owner: 'other-sync',
      ownerId: one.sync.id,
    })
    await two.apply(plan, { skipConflicts: true })
    expect(await two.vars()).toEqual({ SHARED: '1', OWN: '2' })
    await act('secretSyncs.remove', one.ref)
    // Given up, it is nobody's, and stays.
    expect(await two.vars()).toEqual({ SHARED: '1', OWN: '2' })
    expect(actions(await two.plan())).toEqual({ SHARED: 'change', OWN: 'keep' })
  })

  it.each(['before', 'after'] as const)(
    'knows what the app has where the answer is lost %s the change',
    async (when) => {
      const one = await story({ F: '1' }, { A: '1' })
      const plan = await one.plan()
      await test().sandbox.control.setFault({ method: 'PATCH', path: '*/config-vars', effect: { kind: 'reset', when } })
      const ended = await one.apply(plan)
      const holds = when === 'after' ? 'new' : 'old'
      expect(ended).toMatchObject({ state: when === 'after' ? 'applied' : 'failed', outcome: [{ key: 'A', holds }] })
      expect(await one.vars()).toEqual(when === 'after' ? { F: '1', A: '1' } : { F: '1' })
      expect(await one.releases()).toBe(when === 'after' ? 2 : 1)
    },
  )

  it.each(['before', 'after'] as const)(
    'resumes what a process has left that was killed %s the change',
    async (when) => {
      const one = await story({ F: '1' }, { A: '1' })
      const plan = await one.plan()
      const killed = `update config_plans set state = 'sending', under_way_until = now() + interval '1 minute' where id = $1`
      await test().database.pool.query(killed, [plan.id])
      if (when === 'after') await one.edit({ A: '1' })
      expect(await one.refusedApply(plan)).toMatchObject({ statusCode: 409, code: 'syncUnderWay' })
      await test().database.pool.query('update config_plans set under_way_until = now() where id = $1', [plan.id])
      const ended = await one.apply(plan)
      expect(ended.state).toBe(when === 'after' ? 'applied' : 'failed')
      expect(await one.releases()).toBe(when === 'after' ? 2 : 1)
    },
  )

  it('says that nothing was changed where the app refuses, also for a key that became an attachment', async () => {
    const one = await story({}, { A: '1', URL: 'mine' })
    const plan = await one.plan()
    const { control } = test().sandbox
    await control.setFault({ method: 'PATCH', path: '*/config-vars', effect: { kind: 'status', status: 422 } })
    expect(await one.refusedApply(plan)).toMatchObject({ statusCode: 400, code: 'changeRefused' })
    const again = await one.plan()
    await control.setApp(one.app.id, { configVars: { URL: 'attached' }, addOnKeys: ['URL'] })
    expect(await one.refusedApply(again)).toMatchObject({ statusCode: 409, code: 'planMoved' })
    expect(actions(await one.plan())).toEqual({ A: 'add', URL: 'attachment' })
    expect(await one.vars()).toEqual({ URL: 'attached' })
  })

  it('waits for a release phase, and says where it fails', async () => {
    const { control } = test().sandbox
    const one = await story({}, { A: '1' })
    await control.setApp(one.app.id, { releasePhase: { seconds: 1, fails: true } })
    const failed = await one.apply(await one.plan())
    expect(failed).toMatchObject({ state: 'failed', releaseMade: 2, outcome: [{ key: 'A', holds: 'old' }] })
    await control.setApp(one.app.id, { releasePhase: { seconds: 1 } })
    expect(await one.apply(await one.plan())).toMatchObject({ state: 'applied', releaseMade: 3 })
    await control.setApp(one.app.id, { releasePhase: { seconds: 60 } })
    await one.edit({ F: '1' })
    expect(await refused('secretSyncs.plan', one.ref)).toMatchObject({ statusCode: 409, code: 'releaseUnderWay' })
  })

  it('plans nothing with a part of a set, or with what the app does not take', async () => {
    const one = await story({}, { A: '1', 'NOT-TAKEN': 'x' })
    expect(await refused('secretSyncs.plan', one.ref)).toMatchObject({ statusCode: 400, code: 'keysNotTaken' })
    await one.unset('NOT-TAKEN')
    await one.set({ BIG: 'x'.repeat(65_000) })
    expect(await one.plan()).toMatchObject({ warnings: [expect.stringMatching(/64 kB together/)] })
    await one.set({ BIGGER: 'x'.repeat(1_000) })
    expect(await refused('secretSyncs.plan', one.ref)).toMatchObject({ statusCode: 400, code: 'configTooLarge' })
    await test().database.pool.query(`update config_versions set value = 'broken' where key = 'A' and set_id = $1`, [
      one.sync.folderId,
    ])
    const { code, message } = await refused('secretSyncs.plan', one.ref)
    expect([code, message]).toEqual(['setIncomplete', expect.stringMatching(/cannot be read: A\./)])
  })

  it('names keys by its schema, and by no other', async () => {
    const options = { keySchema: '{{environment}}_{{secretKey}}' }
    const one = await story({ A: 'theirs' }, { A: '1' }, { options })
    await one.apply(await one.plan())
    expect(await one.vars()).toEqual({ A: 'theirs', production_A: '1' })
  })

  it('is carried out once by two who apply at once', async () => {
    const one = await story({}, { A: '1' })
    const plan = await one.plan()
    const tries = await Promise.allSettled([one.apply(plan), one.apply(plan)])
    expect(tries.some(({ status }) => status === 'fulfilled')).toBe(true)
    expect(await one.releases()).toBe(2)
    expect(await one.apply(plan)).toMatchObject({ state: 'applied' })
  })

  it('is made by admins of the project, and applied by its members', async () => {
    const one = await story({}, { A: '1' })
    const viewer = await organization.person({ organization: 'member', project: 'viewer' })
    const input = {
      ...one.place,
      destination: 'heroku',
      name: 'of-a-member',
      connectionId,
      syncOptions: { initialSyncBehavior: 'overwrite-destination' },
      destinationConfig: { app: one.app.id, appName: one.app.name },
    }
    expect(await refused('secretSyncs.create', input, member)).toMatchObject({ statusCode: 403 })
    expect(await refused('secretSyncs.plan', one.ref, viewer)).toMatchObject({ statusCode: 403 })
    const stranger = await organization.person({ organization: 'admin' })
    expect(await refused('secretSyncs.get', one.ref, stranger)).toMatchObject({ statusCode: 404, code: 'unknownSync' })
    expect(await refused('secretSyncs.create', { ...input, name: one.sync.name })).toMatchObject({
      code: 'syncNameTaken',
    })
    expect(await refused('secretSyncs.create', { ...input, secretPath: '/none' })).toMatchObject({
      statusCode: 400,
      message: `Could not find folder with path "/none" in environment "production" for project with ID "${organization.projectId}"`,
    })
    expect(await refused('secretSyncs.create', { ...input, connectionId: randomUUID() })).toMatchObject({
      statusCode: 404,
    })
    const plan = planSchema.parse(await act('secretSyncs.plan', one.ref, member))
    await act('secretSyncs.applyPlan', { ...one.ref, planId: plan.id }, member)
    const events = (await eventsOf(test().services, organization.id)).filter(({ target }) =>
      target.endsWith(one.sync.id),
    )
    expect(events.filter(({ outcome }) => outcome === 'success').map(({ action }) => action)).toEqual([
      'secretSyncs.create',
      'secretSyncs.plan',
      'secretSyncs.applyPlan',
    ])
    expect(events.at(-1)?.detail).toMatchObject({ keys: ['add A'], planId: plan.id })
  })
})
