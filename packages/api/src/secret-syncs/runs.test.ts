import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { claimDueRuns, sweep } from '@app-connections/db/system'
import { engines } from '@app-connections/db/testing/engines'
import { planSchema, type Sync, syncSchema } from '@app-connections/schemas'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { eventsOf, newOrganization, type TestOrganization } from '../../test/organization.ts'
import { call, refusal, useServices } from '../../test/services.ts'
import { type Person, type ProcedurePath, runDueSyncs } from '../index.ts'

describe.each(engines)('the runs of a sync with an app of the sandbox, on %s', (engine) => {
  const test = useServices(engine)
  let organization: TestOrganization
  let admin: Person
  let connectionId: string
  beforeAll(async () => {
    organization = await newOrganization(test().services)
    admin = await organization.person({ organization: 'admin', project: 'admin' })
    connectionId = await newConnection('main')
  })

  async function newConnection(name: string) {
    const { token } = await test().sandbox.control.mintToken()
    const input = { app: 'heroku', method: 'auth-token', name, credentials: { authToken: token } }
    return z.object({ id: z.uuid() }).parse(await act('appConnections.create', input)).id
  }
  const act = (path: ProcedurePath, input: object) => call(test().services, admin, path, input)
  const query = (text: string, ...values: unknown[]) => test().database.pool.query(text, values)
  /** Runs what is due, as the job of a server does. */
  async function run(): Promise<number> {
    const onError = (error: unknown) => {
      throw error
    }
    return runDueSyncs(test().services, { signal: new AbortController().signal, onError })
  }

  async function atApp(id: string, path: string, body?: object): Promise<unknown> {
    const { sandbox } = test()
    const { token } = await sandbox.control.mintToken()
    const headers = { authorization: `Bearer ${token}`, accept: 'application/vnd.heroku+json; version=3' }
    const init = body === undefined ? {} : { method: 'PATCH', body: JSON.stringify(body) }
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    return (await fetch(`${sandbox.url}/apps/${id}${path}`, { ...init, headers: { ...headers, ...type } })).json()
  }

  interface More {
    readonly options?: object
    readonly input?: object
    readonly addOnKeys?: string[]
    readonly maskedKeys?: string[]
    readonly path?: string
  }

  /** An app with such config vars, a set with such values, and a sync of both. */
  async function story(vars: Record<string, string>, values: Record<string, string>, more: More = {}) {
    const { control } = test().sandbox
    const [app] = await control.addApps({ count: 1 })
    if (app === undefined) throw new Error('the sandbox made no app')
    const { addOnKeys = [], maskedKeys = [], path = `/${randomUUID()}` } = more
    await control.setApp(app.id, { configVars: vars, addOnKeys, maskedKeys })
    const place = { projectId: organization.projectId, environment: 'production', secretPath: path }
    const set = (changes: Record<string, string>, secretPath = path) =>
      act('secrets.updateMany', {
        ...{ ...place, secretPath, mode: 'upsert' },
        secrets: Object.entries(changes).map(([secretKey, secretValue]) => ({ secretKey, secretValue })),
      })
    await set(values)
    const made = syncSchema.parse(
      await act('secretSyncs.create', {
        ...place,
        ...{ destination: 'heroku', name: `sync-${randomUUID()}`, connectionId },
        syncOptions: { initialSyncBehavior: 'overwrite-destination', ...more.options },
        destinationConfig: { app: app.id, appName: app.name },
        ...more.input,
      }),
    )
    const ref = { syncId: made.id, destination: 'heroku' }
    const ask = async (
      verb: 'get' | 'update' | 'remove' | 'syncSecrets' | 'importSecrets' | 'removeSecrets',
      input = {},
    ) => syncSchema.parse(await act(`secretSyncs.${verb}`, { ...ref, ...input }))
    const listed = async () => {
      const answer = await act('secrets.list', place)
      const { secrets } = z
        .object({ secrets: z.array(z.object({ secretKey: z.string(), secretValue: z.string() })) })
        .parse(answer)
      return Object.fromEntries(secrets.map(({ secretKey, secretValue }) => [secretKey, secretValue]))
    }
    return {
      ...{ app, made, ref, place, set, ask, listed },
      unset: (key: string) => act('secrets.remove', { ...place, secretName: key }),
      vars: () => atApp(app.id, '/config-vars'),
      edit: (changes: object) => atApp(app.id, '/config-vars', changes),
      releases: async () => z.array(z.unknown()).parse(await atApp(app.id, '/releases')).length,
      refused: (path: ProcedurePath, input: object = {}) => refusal(act(path, { ...ref, ...input })),
      claims: async () =>
        (await query('select key from config_claims where sync_id = $1 order by key', made.id)).rows.map(
          ({ key }) => key,
        ),
    }
  }

  const states = ({ syncStatus, lastSyncMessage, lastSyncedAt }: Sync) => ({
    syncStatus,
    lastSyncMessage,
    synced: lastSyncedAt !== null,
  })
  const done = { syncStatus: 'succeeded', lastSyncMessage: null, synced: true }

  // docs/decisions/0011-syncs.md, 3.
  it('sets what is new, follows each change of the set, and makes no release where nothing differs', async () => {
    const one = await story({ F: '1' }, { A: '1' })
    expect(one.made).toMatchObject({ syncStatus: 'pending', lastSyncJobId: expect.any(String), lastSyncedAt: null })
    expect(await run()).toBe(1)
    expect(states(await one.ask('get'))).toEqual(done)
    expect(await one.vars()).toEqual({ F: '1', A: '1' })
    await one.set({ A: '2', B: '2' })
    await one.unset('A')
    const waiting = await one.ask('get')
    expect(waiting.syncStatus).toBe('pending')
    expect(waiting.lastSyncJobId).not.toBe(one.made.lastSyncJobId)
    // Two changes, one run.
    expect(await run()).toBe(1)
    expect(await one.vars()).toEqual({ F: '1', B: '2' })
    expect(await one.releases()).toBe(3)
    expect((await one.ask('syncSecrets')).syncStatus).toBe('pending')
    await run()
    expect(states(await one.ask('get'))).toEqual(done)
    expect(await one.releases()).toBe(3)
  })

  // docs/decisions/0011-syncs.md, 1 and 6.
  it('deletes keys of its own, but no foreign, attached or hidden one, and those that are nobody’s only where told', async () => {
    const vars = { FOREIGN: 'f', URL: 'attached', MASKED: 'm' }
    const more = { addOnKeys: ['URL'], maskedKeys: ['MASKED'] }
    const one = await story(vars, { A: '1', B: '1', URL: 'mine', MASKED: 'mine' }, more)
    await run()
    await one.unset('A')
    await run()
    expect(await one.vars()).toEqual({ FOREIGN: 'f', URL: 'attached', MASKED: null, B: '1' })
    const options = { initialSyncBehavior: 'overwrite-destination', disableSecretDeletion: true }
    await one.ask('update', { syncOptions: options })
    await one.unset('B')
    await run()
    expect(await one.vars()).toMatchObject({ B: '1' })
    await one.ask('update', {
      syncOptions: { initialSyncBehavior: 'overwrite-destination', deleteForeignSecrets: true },
    })
    await run()
    expect(await one.vars()).toEqual({ URL: 'attached', MASKED: null })
    const events = (await eventsOf(test().services, organization.id)).filter(({ target }) =>
      target.endsWith(one.made.id),
    )
    expect(events.at(-1)).toMatchObject({ action: 'secretSyncs.applyPlan', detail: { taken: ['FOREIGN'] } })
    // What was deleted can be put back.
    const undo = planSchema.parse(await act('secretSyncs.undo', one.ref))
    await act('secretSyncs.applyPlan', { ...one.ref, planId: undo.id })
    expect(await one.vars()).toMatchObject({ FOREIGN: 'f' })
  })

  it('takes in what the app has where the first run imports, and owns it from then on', async () => {
    const vars = { BOTH: 'there', THERE: 't', EMPTY: '', URL: 'attached' }
    const import_ = (initialSyncBehavior: string) =>
      story(vars, { BOTH: 'here', HERE: 'h' }, { options: { initialSyncBehavior }, addOnKeys: ['URL'] })
    const [source, destination] = [
      await import_('import-prioritize-source'),
      await import_('import-prioritize-destination'),
    ]
    await run()
    await run()
    expect(await source.listed()).toEqual({ BOTH: 'here', HERE: 'h', THERE: 't' })
    expect(await source.vars()).toEqual({ ...vars, BOTH: 'here', HERE: 'h' })
    expect(await destination.listed()).toEqual({ BOTH: 'there', HERE: 'h', THERE: 't' })
    expect(await destination.vars()).toEqual({ ...vars, HERE: 'h' })
    expect(await destination.claims()).toEqual(['BOTH', 'HERE', 'THERE'])
    const history = z
      .object({ versions: z.array(z.object({ source: z.string(), actor: z.object({ actorType: z.string() }) })) })
      .parse(await act('secrets.history', { ...destination.place, secretName: 'BOTH' }))
    expect(history.versions[0]).toEqual({ source: 'sync', actor: { actorType: 'system' } })
    // Only the first run imports.
    await destination.edit({ LATER: 'l' })
    await destination.set({ HERE: 'i' })
    await run()
    expect(await destination.listed()).toEqual({ BOTH: 'there', HERE: 'i', THERE: 't' })
  })

  it('imports when it is asked to, under the names of its key schema', async () => {
    const options = { keySchema: 'X_{{secretKey}}_{{environment}}' }
    const vars = { X_A_production: 'there', X_B_production: 'b', OTHER: 'o' }
    const one = await story(vars, { A: 'here' }, { options, input: { isAutoSyncEnabled: false } })
    expect(one.made).toMatchObject({ syncStatus: null, importStatus: null })
    const asked = await one.ask('importSecrets', { importBehavior: 'prioritize-source' })
    expect(asked).toMatchObject({ importStatus: 'pending', lastImportJobId: expect.any(String) })
    await run()
    expect(await one.ask('get')).toMatchObject({ importStatus: 'succeeded', lastImportedAt: expect.any(String) })
    expect(await one.listed()).toEqual({ A: 'here', B: 'b' })
    await one.ask('importSecrets', { importBehavior: 'prioritize-destination' })
    await run()
    expect(await one.listed()).toEqual({ A: 'there', B: 'b' })
    expect(await one.releases()).toBe(1)
  })

  it('removes the keys that it owns, and goes after that where it is deleted so', async () => {
    const one = await story({ F: '1' }, { A: '1' })
    await run()
    expect(await one.ask('removeSecrets')).toMatchObject({ removeStatus: 'pending' })
    await run()
    expect(await one.ask('get')).toMatchObject({ removeStatus: 'succeeded', lastRemovedAt: expect.any(String) })
    expect([await one.vars(), await one.claims()]).toEqual([{ F: '1' }, []])
    await one.ask('syncSecrets')
    await run()
    expect(await one.vars()).toEqual({ F: '1', A: '1' })
    expect(await one.ask('remove', { removeSecrets: 'true' })).toMatchObject({ removeStatus: 'pending' })
    expect((await one.ask('get')).id).toBe(one.made.id)
    await run()
    expect(await one.vars()).toEqual({ F: '1' })
    expect((await one.refused('secretSyncs.get')).message).toBe(`Could not find Heroku Sync with ID "${one.made.id}"`)
    const two = await story({}, { A: '1' })
    await run()
    await two.ask('remove')
    expect(await two.vars()).toEqual({ A: '1' })
  })

  it('leaves what is another’s, and says so', async () => {
    const one = await story({}, { A: '1' })
    await run()
    const { app } = one
    const two = await story(
      {},
      { A: '2', B: '2' },
      { input: { destinationConfig: { app: app.id, appName: app.name } } },
    )
    await run()
    expect(states(await two.ask('get'))).toEqual({
      ...{ syncStatus: 'succeeded', synced: true },
      lastSyncMessage: "Left as they are, since they are not this sync's: A.",
    })
    expect(await one.vars()).toEqual({ A: '1', B: '2' })
  })

  // docs/decisions/0011-syncs.md, 4 and 5.
  it('plans anew where the app moves, and fails with the reason where it keeps moving', async () => {
    const { control } = test().sandbox
    const slow = { path: '*/config-vars-settings', effect: { kind: 'latency', ms: 200 } } as const
    const one = await story({}, { A: '1' })
    let edits = 0
    /** Changes the app while it is read for plans, so often. */
    async function runWith(most: number): Promise<void> {
      await control.setFault({ ...slow, times: 6 })
      const running = run()
      for (let count = 0; count < most; count += 1) {
        await sleep(60)
        edits += 1
        await one.edit({ F: `${edits}` })
      }
      await running
      await control.clearFaults()
    }
    await runWith(2)
    expect(states(await one.ask('get'))).toEqual(done)
    expect(await one.vars()).toEqual({ A: '1', F: '2' })
    await one.set({ A: '2' })
    await runWith(30)
    expect(states(await one.ask('get'))).toMatchObject({
      syncStatus: 'failed',
      lastSyncMessage: 'The app has changed since this was planned: nothing was changed. Make a new plan.',
    })
    const { rows } = await query('select state from config_plans where sync_id = $1 order by created_at', one.made.id)
    const all = rows.map(({ state }) => state)
    // How many the first run needs depends on the moments of the edits.
    expect(all.slice(all.indexOf('applied'))).toEqual(['applied', 'void', 'void', 'void'])
    await one.ask('syncSecrets')
    await run()
    expect(states(await one.ask('get'))).toEqual(done)
  })

  it('fails with the platform’s reason where that refuses the change', async () => {
    const one = await story({}, { A: '1' })
    const effect = { kind: 'status', status: 422 } as const
    await test().sandbox.control.setFault({ method: 'PATCH', path: '*/config-vars', effect })
    await run()
    const refused = await one.ask('get')
    expect(refused).toMatchObject({ syncStatus: 'failed', lastSyncedAt: null })
    expect(refused.lastSyncMessage).toMatch(/^Heroku /)
  })

  it('waits for a release phase, and fails where that fails', async () => {
    const { control } = test().sandbox
    const one = await story({}, { A: '1' })
    await control.setApp(one.app.id, { releasePhase: { seconds: 1, fails: true } })
    await run()
    expect(states(await one.ask('get'))).toEqual({
      ...{ syncStatus: 'failed', synced: false },
      lastSyncMessage: 'The release of the change failed, so the app keeps the values that it had',
    })
    await control.setApp(one.app.id, { releasePhase: { seconds: 1 } })
    await one.ask('syncSecrets')
    await run()
    expect(states(await one.ask('get'))).toEqual(done)
  })

  it('is tried again where the platform is away, five times', async () => {
    const one = await story({}, { A: '1' })
    const { control } = test().sandbox
    const away = { path: `*/${one.app.id}/*`, effect: { kind: 'status', status: 503 } } as const
    for (let tries = 1; tries <= 5; tries += 1) {
      await control.setFault({ ...away, times: 9 })
      await query(`update config_runs set due_at = now() where sync_id = $1`, one.made.id)
      expect(await run()).toBe(1)
      await control.clearFaults()
      const { syncStatus, lastSyncMessage } = await one.ask('get')
      expect([syncStatus, lastSyncMessage]).toEqual([tries < 5 ? 'pending' : 'failed', expect.stringMatching(/Heroku/)])
    }
    const events = (await eventsOf(test().services, organization.id)).filter(({ target }) =>
      target.endsWith(one.made.id),
    )
    expect(events.at(-1)).toMatchObject({ action: 'secretSyncs.syncSecrets', outcome: 'failed' })
  })

  // docs/decisions/0011-syncs.md, 9.
  it('refuses to be asked while a job is under way, until the claim of a killed process has ended', async () => {
    const one = await story({}, { A: '1' })
    await query(
      `update config_runs set status = 'running', tries = 1, under_way_until = now() + interval '1 minute' where sync_id = $1`,
      one.made.id,
    )
    const busy = { statusCode: 400, message: 'A job for this sync is already in progress. Please try again shortly.' }
    for (const path of ['syncSecrets', 'removeSecrets', 'remove'] as const) {
      expect(await one.refused(`secretSyncs.${path}`)).toMatchObject(busy)
    }
    const options = { syncOptions: { initialSyncBehavior: 'import-prioritize-source' } }
    expect(await one.refused('secretSyncs.update', options)).toMatchObject(busy)
    expect(await one.ask('update', { description: 'of no matter' })).toMatchObject({ syncStatus: 'running' })
    // A change meanwhile is followed by a run of its own.
    await one.set({ B: '2' })
    expect(await run()).toBe(0)
    await query(`update config_runs set under_way_until = now() where sync_id = $1`, one.made.id)
    expect(await run()).toBe(2)
    expect(await one.vars()).toEqual({ A: '1', B: '2' })
    expect(states(await one.ask('get'))).toEqual(done)
  })

  it('looks after a plan that a killed process was sending, without anybody asking', async () => {
    const one = await story({}, { A: '1' }, { input: { isAutoSyncEnabled: false } })
    const plan = planSchema.parse(await act('secretSyncs.plan', one.ref))
    const killed = `update config_plans set state = 'sending', under_way_until = now() where id = $1`
    await query(killed, plan.id)
    await one.edit({ A: '1' })
    await run()
    expect(await act('secretSyncs.getPlan', { ...one.ref, planId: plan.id })).toMatchObject({ state: 'applied' })
    expect(await one.releases()).toBe(2)
  })

  it('runs five of a connection at once at most, and one of a sync', async () => {
    const other = await newConnection(`of-${randomUUID()}`)
    const stories: Awaited<ReturnType<typeof story>>[] = []
    while (stories.length < 7) stories.push(await story({}, { A: '1' }, { input: { connectionId: other } }))
    const ids = stories.map(({ made }) => made.id)
    const claims = await Promise.all(
      [1, 2, 3].map(() => claimDueRuns(test().services.db, { limit: 9, perConnection: 5 })),
    )
    expect(claims.flat().filter(({ syncId }) => ids.includes(syncId)).length).toBe(5)
    await query(`update config_runs set under_way_until = now() where status = 'running'`)
    while ((await run()) > 0);
    for (const { ask } of stories) expect(states(await ask('get'))).toEqual(done)
  })

  it('takes the sets below too where it is recursive, and refuses a key that stands at two paths', async () => {
    const path = `/${randomUUID()}`
    const one = await story({}, { A: '1' }, { path, options: { recursive: true } })
    await one.set({ B: '2' }, `${path}/below`)
    const flat = await story({}, { A: '1' }, { path })
    await run()
    expect([await one.vars(), await flat.vars()]).toEqual([{ A: '1', B: '2' }, { A: '1' }])
    await one.set({ B: '3' }, `${path}/below`)
    expect((await flat.ask('get')).syncStatus).toBe('succeeded')
    expect(await run()).toBe(1)
    expect(await one.vars()).toEqual({ A: '1', B: '3' })
    await one.set({ A: 'x' }, `${path}/below`)
    await run()
    expect((await one.ask('get')).lastSyncMessage).toBe(
      `Keys stand at more than one path: A (${path}, ${path}/below). Nothing is planned.`,
    )
    expect(await one.vars()).toEqual({ A: '1', B: '3' })
  })

  // docs/decisions/0011-syncs.md, 2.
  it('runs with no part of a set', async () => {
    const one = await story({}, { A: '1', B: '1' })
    await run()
    await query(`update config_versions set value = 'broken' where key = 'A' and set_id = $1`, one.made.folderId)
    await one.ask('syncSecrets')
    await run()
    expect(await one.ask('get')).toMatchObject({
      ...{ syncStatus: 'failed', lastSyncedAt: expect.any(String) },
      lastSyncMessage: 'Values of the set cannot be read: A. Nothing is planned with a part of it.',
    })
    expect(await one.vars()).toEqual({ A: '1', B: '1' })
  })

  // docs/decisions/0011-syncs.md, 8.
  it('is changed whole or in part, and runs again only where what it does has changed', async () => {
    const one = await story({}, { A: '1' })
    await run()
    const renamed = await one.ask('update', { name: `new-${randomUUID()}`, description: 'x' })
    expect(renamed).toMatchObject({ version: 1, description: 'x', isAutoSyncEnabled: true, syncStatus: 'succeeded' })
    expect(await run()).toBe(0)
    expect(await one.ask('update', { description: null })).toMatchObject({ description: null })
    const early = planSchema.parse(await act('secretSyncs.plan', one.ref))
    const kept = { initialSyncBehavior: 'overwrite-destination', disableSecretDeletion: true }
    expect(await one.ask('update', { syncOptions: kept })).toMatchObject({ version: 2, syncStatus: 'pending' })
    expect(await one.refused('secretSyncs.applyPlan', { planId: early.id })).toMatchObject({
      ...{ statusCode: 409, message: expect.stringMatching(/^The sync has changed/) },
    })
    await run()
    const [other] = await test().sandbox.control.addApps({ count: 1 })
    const applied = planSchema.parse(
      z.object({ plans: z.array(z.unknown()) }).parse(await act('secretSyncs.history', one.ref)).plans[0],
    )
    const stale = planSchema.parse(await act('secretSyncs.plan', one.ref))
    const moved = await one.ask('update', { destinationConfig: { app: other?.id, appName: other?.name } })
    expect(moved).toMatchObject({ version: 3, syncStatus: 'pending', destinationConfig: { app: other?.id } })
    // Keys at the former app are given up and stay.
    expect([await one.claims(), await one.vars()]).toEqual([[], { A: '1' }])
    expect(await one.refused('secretSyncs.applyPlan', { planId: stale.id })).toMatchObject({ code: 'planMoved' })
    expect(await one.refused('secretSyncs.undo', { planId: applied.id })).toMatchObject({ code: 'planOfOther' })
    await run()
    expect(await atApp(`${other?.id}`, '/config-vars')).toEqual({ A: '1' })
    expect(await one.refused('secretSyncs.update', { environment: 'production' })).toMatchObject({
      ...{ statusCode: 400, message: 'Must specify both source environment and secret path' },
    })
  })

  it('fails where its connection is gone, and keeps its project from being deleted', async () => {
    const gone = await newConnection(`of-${randomUUID()}`)
    const one = await story({}, { A: '1' }, { input: { connectionId: gone } })
    await run()
    await act('appConnections.remove', { app: 'heroku', connectionId: gone })
    await one.set({ A: '2' })
    await run()
    expect(states(await one.ask('get'))).toMatchObject({
      syncStatus: 'failed',
      lastSyncMessage: expect.stringContaining(gone),
    })
    expect(await one.refused('secretSyncs.syncSecrets')).toMatchObject({ statusCode: 404 })
    const [place, organizationOfItsOwn] = [one.place, await newOrganization(test().services)]
    const owner = await organizationOfItsOwn.person({ organization: 'admin', project: 'admin' })
    const { projectId } = organizationOfItsOwn
    const ask = (path: ProcedurePath, input: object) => call(test().services, owner, path, input)
    const { token } = await test().sandbox.control.mintToken()
    const input = { app: 'heroku', method: 'auth-token', name: 'main', credentials: { authToken: token } }
    const { id: connectionId } = z.object({ id: z.uuid() }).parse(await ask('appConnections.create', input))
    const own = { ...place, projectId }
    await ask('secrets.create', { ...own, secretName: 'A', secretValue: '1' })
    await ask('secretSyncs.create', {
      ...{ ...own, destination: 'heroku', name: 'the-last', connectionId, isAutoSyncEnabled: false },
      syncOptions: { initialSyncBehavior: 'overwrite-destination' },
      destinationConfig: { app: one.app.id, appName: one.app.name },
    })
    await ask('secrets.remove', { ...own, secretName: 'A' })
    expect(await refusal(ask('projects.remove', { projectId }))).toMatchObject({
      ...{ statusCode: 400, message: "Delete the project's syncs first: the-last" },
    })
  })

  it('are swept with plans that nobody will carry out or undo any more, and no other', async () => {
    const one = await story({}, { A: '1' }, { input: { isAutoSyncEnabled: false } })
    const plan = async () => planSchema.parse(await act('secretSyncs.plan', one.ref)).id
    const [planned, young] = [await plan(), await plan()]
    const applied = await plan()
    await act('secretSyncs.applyPlan', { ...one.ref, planId: applied })
    const [old, sending] = [await plan(), await plan()]
    const age = (id: string, days: number, state: string) =>
      query(
        `update config_plans set created_at = now() - make_interval(days => $2), state = $3 where id = $1`,
        id,
        days,
        state,
      )
    await age(planned, 8, 'planned')
    await age(young, 6, 'void')
    await age(applied, 89, 'applied')
    await age(old, 91, 'failed')
    await age(sending, 91, 'sending')
    await sweep(test().services.db, 365)
    const { rows } = await query('select id from config_plans where sync_id = $1', one.made.id)
    expect(rows.map(({ id }) => id).sort()).toEqual([young, applied, sending].sort())
    await query('delete from config_plans where id = $1', sending)
  })
})
