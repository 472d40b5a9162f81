import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import { driftSchema, type Plan, planSchema, syncSchema, webhookPayloadSchema } from '@app-connections/schemas'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { eventsOf, newOrganization, type TestOrganization } from '../../test/organization.ts'
import { call, refusal, useServices } from '../../test/services.ts'
import { type Person, type ProcedurePath, runDueLooks, runDueSyncs } from '../index.ts'

describe.each(engines)('values of a sync that others change at its app, on %s', (engine) => {
  const test = useServices(engine)
  let organization: TestOrganization
  let admin: Person
  let connectionId: string
  beforeAll(async () => {
    organization = await newOrganization(test().services)
    admin = await organization.person({ organization: 'admin', project: 'admin' })
    const { token } = await test().sandbox.control.mintToken()
    const input = { app: 'heroku', method: 'auth-token', name: 'main', credentials: { authToken: token } }
    connectionId = z.object({ id: z.uuid() }).parse(await act('appConnections.create', input)).id
  })
  const act = (path: ProcedurePath, input: object, caller = admin) => call(test().services, caller, path, input)
  const query = (text: string, ...values: unknown[]) => test().database.pool.query(text, values)
  const job = {
    signal: new AbortController().signal,
    onError: (error: unknown) => {
      throw error
    },
  }

  async function atApp(id: string, path: string, body?: object): Promise<unknown> {
    const { sandbox } = test()
    const { token } = await sandbox.control.mintToken()
    const headers = { authorization: `Bearer ${token}`, accept: 'application/vnd.heroku+json; version=3' }
    const init = body === undefined ? {} : { method: 'PATCH', body: JSON.stringify(body) }
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    return (await fetch(`${sandbox.url}/apps/${id}${path}`, { ...init, headers: { ...headers, ...type } })).json()
  }

  /** A sync whose values stand at an app. */
  async function story(values: Record<string, string>, more: object = {}) {
    const { control } = test().sandbox
    const [app] = await control.addApps({ count: 1 })
    if (app === undefined) throw new Error('the sandbox made no app')
    const place = { projectId: organization.projectId, environment: 'production', secretPath: `/${randomUUID()}` }
    const set = (changes: Record<string, string>) =>
      act('secrets.updateMany', {
        ...{ ...place, mode: 'upsert' },
        secrets: Object.entries(changes).map(([secretKey, secretValue]) => ({ secretKey, secretValue })),
      })
    await set(values)
    const sync = syncSchema.parse(
      await act('secretSyncs.create', {
        ...{ ...place, destination: 'heroku', name: `sync-${randomUUID()}`, connectionId, isAutoSyncEnabled: false },
        syncOptions: { initialSyncBehavior: 'overwrite-destination' },
        destinationConfig: { app: app.id, appName: app.name },
        ...more,
      }),
    )
    const ref = { syncId: sync.id, destination: 'heroku' }
    const planBy = async (verb: 'plan' | 'takeIn' | 'putBack' | 'undo') =>
      planSchema.parse(await act(`secretSyncs.${verb}`, ref))
    const apply = async ({ id }: Plan, input: object = {}) =>
      planSchema.parse(await act('secretSyncs.applyPlan', { ...ref, planId: id, ...input }))
    await apply(await planBy('plan'))
    const drift = async () => driftSchema.parse(await act('secretSyncs.drift', ref))
    return {
      ...{ app, sync, ref, place, set, planBy, apply, drift },
      look: async () => driftSchema.parse(await act('secretSyncs.look', ref)),
      /** Makes the look that is due, and says by which calls. */
      due: async () => {
        await query(
          'update config_drifts set due_at = case sync_id when $1 then now() else now() + interval $$1h$$ end',
          sync.id,
        )
        await control.clearRequests()
        await runDueLooks(test().services, job)
        return (await control.requests()).map(({ path, status }) => `${path.replace(app.id, 'x')} ${status}`)
      },
      edit: (changes: object) => atApp(app.id, '/config-vars', changes),
      vars: () => atApp(app.id, '/config-vars'),
      releases: async () => z.array(z.unknown()).parse(await atApp(app.id, '/releases')).length,
      changes: async () => (await drift()).keys.map(({ key, change }) => `${change} ${key}`),
      listed: async () => {
        const answer = z
          .object({ secrets: z.array(z.object({ secretKey: z.string(), secretValue: z.string() })) })
          .parse(await act('secrets.list', place))
        return Object.fromEntries(answer.secrets.map(({ secretKey, secretValue }) => [secretKey, secretValue]))
      },
      notices: async () =>
        (await query(`select payload from notices where type = 'sync.drifted' order by created_at`)).rows
          .map(({ payload }) => webhookPayloadSchema.parse(payload))
          .filter(({ data }) => data.id === sync.id),
    }
  }

  it('costs one call without a body while nothing has changed, and no word of its own changes', async () => {
    const one = await story({ A: '1', B: '1' })
    expect(await one.due()).toEqual(['/apps/x/config-vars-settings 200', '/apps/x/releases 200'])
    expect(await one.due()).toEqual(['/apps/x/config-vars-settings 304'])
    expect(await one.drift()).toMatchObject({ lookedAt: expect.any(String), message: null, keys: [] })
    await one.set({ A: '2' })
    await one.apply(await one.planBy('plan'))
    await one.due()
    // What nobody here owns is none of its matters.
    await one.edit({ FOREIGN: 'x' })
    await one.due()
    expect(await one.drift()).toMatchObject({ release: 4, keys: [] })
    expect(await one.notices()).toEqual([])
    const { rows } = await query('select tag from config_drifts where sync_id = $1', one.sync.id)
    expect(Buffer.from(rows[0]?.tag).toString('latin1')).not.toMatch(/"[0-9a-f]{32}"/)
  })

  it('are told once, by webhook and with the release and who made it', async () => {
    const one = await story({ A: '1', B: '1', C: '1' })
    await one.due()
    await one.edit({ A: 'changed by hand' })
    await one.edit({ B: null })
    await one.due()
    const found = await one.drift()
    expect(found.keys).toMatchObject([
      { key: 'A', change: 'changed', release: 3 },
      { key: 'B', change: 'removed', release: 4, there: null },
    ])
    expect(found.releases).toMatchObject([
      { version: 4, by: 'ada@example.com', description: 'Remove B config vars' },
      { version: 3, by: 'ada@example.com', description: 'Set A config vars' },
    ])
    expect(await one.notices()).toMatchObject([
      { type: 'sync.drifted', data: { id: one.sync.id, count: 2, resource: { id: one.app.id }, connectionId } },
    ])
    expect(JSON.stringify([await one.notices(), found])).not.toContain('changed by hand')
    await one.due()
    await one.look()
    expect(await one.notices()).toHaveLength(1)
    await one.edit({ C: 'too' })
    await one.due()
    expect(await one.notices()).toHaveLength(2)
    const events = (await eventsOf(test().services, organization.id)).filter(({ target }) =>
      target.endsWith(one.sync.id),
    )
    expect(events.filter(({ action }) => action === 'secretSyncs.drifted')).toHaveLength(2)
  })

  it('are put back by a plan of its own, and nothing else with them', async () => {
    const one = await story({ A: '1', B: '1', C: '1' })
    await one.edit({ A: 'theirs', B: null, F: 'foreign' })
    await one.set({ C: '2' })
    const plan = await one.planBy('putBack')
    expect(plan.kind).toBe('put-back')
    expect(plan.rows.map(({ key, action }) => `${action} ${key}`)).toEqual(['change A', 'add B'])
    await one.apply(plan)
    expect(await one.vars()).toEqual({ A: '1', B: '1', C: '1', F: 'foreign' })
    await one.look()
    expect(await one.changes()).toEqual([])
  })

  it('are taken into the set by a plan of its own, which makes no release, and the runs that follow none', async () => {
    const one = await story({ A: '1', B: '1', C: '1' }, { isAutoSyncEnabled: true })
    await runDueSyncs(test().services, job)
    await one.edit({ A: 'theirs', B: null })
    await one.look()
    expect(await one.changes()).toEqual(['changed A', 'removed B'])
    const releases = await one.releases()
    const plan = await one.planBy('takeIn')
    expect(plan).toMatchObject({ kind: 'take-in', state: 'planned' })
    expect(plan.rows.map(({ key, action }) => `${action} ${key}`)).toEqual(['change A', 'remove B'])
    expect(await one.listed()).toEqual({ A: '1', B: '1', C: '1' })
    expect(await one.apply(plan)).toMatchObject({ state: 'applied', releaseMade: null })
    expect(await one.listed()).toEqual({ A: 'theirs', C: '1' })
    expect(await one.changes()).toEqual([])
    await runDueSyncs(test().services, job)
    expect(await one.vars()).toEqual({ A: 'theirs', C: '1' })
    expect(await one.releases()).toBe(releases)
    expect(await one.apply(plan)).toMatchObject({ state: 'applied' })
    // The set has its own history: what is undone is what was changed at the app.
    expect(await refusal(act('secretSyncs.undo', { ...one.ref, planId: plan.id }))).toMatchObject({
      code: 'nothingToUndo',
    })
  })

  it('are not taken over a value that the set has got since, nor by who may not write it', async () => {
    const one = await story({ A: '1', B: '1' })
    await one.edit({ A: 'theirs', B: 'theirs' })
    await one.set({ A: 'ours' })
    const plan = await one.planBy('takeIn')
    expect(plan.rows.map(({ key, action }) => `${action} ${key}`)).toEqual(['conflict A', 'change B'])
    const planned = { ...one.ref, planId: plan.id }
    expect(await refusal(act('secretSyncs.applyPlan', planned))).toMatchObject({ code: 'planConflicts' })
    await one.edit({ B: 'theirs again' })
    const late = await refusal(act('secretSyncs.applyPlan', { ...planned, skipConflicts: true }))
    expect(late).toMatchObject({ code: 'planMoved', message: expect.stringMatching(/^The app/) })
    await one.apply(await one.planBy('takeIn'), { skipConflicts: true })
    expect(await one.listed()).toEqual({ A: 'ours', B: 'theirs again' })
    await one.look()
    expect(await one.changes()).toEqual(['changed A'])
  })

  it('says why it could not look, keeps what it knew, and looks less often the more syncs an account has', async () => {
    const one = await story({ A: '1' })
    await one.edit({ A: 'theirs' })
    await one.due()
    await test().sandbox.control.setFault({ path: '*/config-vars-settings', effect: { kind: 'status', status: 503 } })
    await one.due()
    const failed = await one.drift()
    expect(failed).toMatchObject({ message: expect.any(String), keys: [{ key: 'A' }] })
    const next = async () => {
      const { rows } = await query(
        'select extract(epoch from due_at - now())::int as seconds from config_drifts where sync_id = $1',
        one.sync.id,
      )
      return rows[0]?.seconds
    }
    expect(await next()).toBeGreaterThan(800)
    expect(await next()).toBeLessThan(1_000)
    await query(
      `insert into config_syncs (id, org_id, project_id, set_id, connection_id, app, resource_id, resource_name,
        name, auto_sync, options) select gen_random_uuid(), org_id, project_id, set_id, connection_id, app, resource_id,
        resource_name, name || n, false, options from config_syncs, generate_series(1, 99) n where id = $1`,
      one.sync.id,
    )
    await one.due()
    expect(await next()).toBeGreaterThan(6_000)
    expect((await one.drift()).message).toBe(null)
  })
})
