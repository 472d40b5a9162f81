import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import { syncSchema } from '@app-connections/schemas'
import { beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { errorOf } from '../http.ts'
import { newConnection } from './connections.ts'
import { type Machine, useFamily } from './family.ts'

const path = '/api/v1/secret-syncs/heroku'

describe.each(engines)('the family of syncs over REST, on %s with the sandbox', (engine) => {
  const family = useFamily(engine, { JOBS: 'on' })
  let machine: Machine
  let connectionId: string
  let projectId: string
  beforeAll(async () => {
    projectId = family().projectId
    machine = await family().machine({ organization: 'member', project: 'admin' })
    connectionId = (await newConnection(family(), 'main')).id
  })

  // As Infisical's Terraform client sends it: bodies with keys that mean nothing here, and without what is false.
  const headers = () => ({ ...machine.headers, 'user-agent': 'terraform', accept: 'application/json' })
  const send = (method: string, at: string, body?: object) =>
    family().server.call(method, `${path}${at}`, { body, headers: headers() })
  const syncOf = (answer: { status: number; text: string; body: unknown }) => {
    expect(answer.status, answer.text).toBe(200)
    return z.strictObject({ secretSync: syncSchema }).parse(answer.body).secretSync
  }
  const refusedBy = (answer: Parameters<typeof errorOf>[0]) => {
    const { statusCode, message } = errorOf(answer)
    return [statusCode, message]
  }

  /** A set with such values, an app with such config vars, and the body that makes a sync of both. */
  async function place(values: Record<string, string>, configVars: Record<string, string> = {}) {
    const { control } = family().server.sandbox
    const [app] = await control.addApps({ count: 1 })
    if (app === undefined) throw new Error('the sandbox made no app')
    await control.setApp(app.id, { configVars })
    const secretPath = `/${randomUUID()}`
    const set = async (changes: Record<string, string>) => {
      const secrets = Object.entries(changes).map(([secretKey, secretValue]) => ({ secretKey, secretValue }))
      const body = { projectId, environment: 'production', secretPath, mode: 'upsert', secrets }
      expect((await family().server.call('PATCH', '/api/v4/secrets/batch', { body, headers: headers() })).status).toBe(
        200,
      )
    }
    await set(values)
    const body = {
      ...{ App: 'heroku', name: `tf-${randomUUID()}`, projectId, connectionId, environment: 'production', secretPath },
      ...{ isAutoSyncEnabled: true, description: '' },
      syncOptions: { initialSyncBehavior: 'overwrite-destination', disableSecretDeletion: false, keySchema: '' },
      destinationConfig: { app: app.id, appName: app.name },
    }
    const vars = async () => {
      const { url } = family().server.sandbox
      const { token } = await control.mintToken()
      const accept = 'application/vnd.heroku+json; version=3'
      return (
        await fetch(`${url}/apps/${app.id}/config-vars`, { headers: { authorization: `Bearer ${token}`, accept } })
      ).json()
    }
    return { app, body, set, vars }
  }
  /** What a sync says of itself, without how its runs are going. */
  const declared = ({ updatedAt: _, ...sync }: z.output<typeof syncSchema>) =>
    Object.fromEntries(Object.entries(sync).filter(([field]) => !/^(?:last|(?:sync|import|remove)Status$)/.test(field)))
  const succeeded = (id: string) =>
    expect
      .poll(async () => syncOf(await send('GET', `/${id}`)).syncStatus, { timeout: 20_000, interval: 200 })
      .toBe('succeeded')

  it('is what Terraform’s client asks for: planned, made, read, changed, planned as no change, and gone', async () => {
    const { app, body, set, vars } = await place({ A: '1' }, { FOREIGN: 'f' })
    const check = { App: 'heroku', destinationConfig: body.destinationConfig, projectId }
    expect((await send('POST', '/check-destination', check)).body).toEqual({ hasDuplicate: false })
    const made = syncOf(await send('POST', '', body))
    expect(made).toMatchObject({
      ...{ name: body.name, description: '', isAutoSyncEnabled: true, version: 1, projectId, connectionId },
      ...{ syncStatus: 'pending', lastSyncJobId: expect.any(String), syncOptions: body.syncOptions },
      ...{ environment: { slug: 'production' }, folder: { path: body.secretPath }, destination: 'heroku' },
      ...{ connection: { app: 'heroku', name: 'main', id: connectionId }, destinationConfig: body.destinationConfig },
    })
    await succeeded(made.id)
    // docs/decisions/0011-syncs.md, 1: deletion is on, and the foreign key stays.
    expect(await vars()).toEqual({ FOREIGN: 'f', A: '1' })
    const read = syncOf(await send('GET', `/${made.id}`))
    expect(declared(read)).toEqual(declared(made))
    expect((await send('POST', '/check-destination', { ...check, excludeSyncId: made.id })).body).toEqual({
      hasDuplicate: false,
    })
    expect((await send('POST', '/check-destination', check)).body).toEqual({
      ...{ hasDuplicate: true, duplicateProjectId: projectId },
    })
    // The client leaves isAutoSyncEnabled out where it is false, and sends keys that mean nothing here.
    const { isAutoSyncEnabled: _, ...sent } = { ...body, ID: made.id, projectId: randomUUID() }
    const same = syncOf(await send('PATCH', `/${made.id}`, sent))
    expect(same).toEqual(read)
    const changed = syncOf(
      await send('PATCH', `/${made.id}`, {
        ...sent,
        syncOptions: { ...body.syncOptions, disableSecretDeletion: true },
      }),
    )
    // docs/decisions/0011-syncs.md, 8: what is absent is left.
    expect(changed).toMatchObject({ isAutoSyncEnabled: true, projectId, version: 2, syncStatus: 'pending' })
    await succeeded(made.id)
    await set({ A: '2' })
    await expect.poll(vars, { timeout: 20_000, interval: 200 }).toEqual({ FOREIGN: 'f', A: '2' })
    await succeeded(made.id)
    const off = syncOf(await send('PATCH', `/${made.id}`, { isAutoSyncEnabled: false }))
    expect(syncOf(await send('PATCH', `/${made.id}`, sent)).isAutoSyncEnabled).toBe(off.isAutoSyncEnabled)
    expect(syncOf(await send('DELETE', `/${made.id}`)).id).toBe(made.id)
    expect(refusedBy(await send('GET', `/${made.id}`))).toEqual([
      404,
      `Could not find Heroku Sync with ID "${made.id}"`,
    ])
    expect(await vars()).toEqual({ FOREIGN: 'f', A: '2' })
    expect(app.id).toBe(body.destinationConfig.app)
  })

  it('sets, takes in and removes when it is asked to, and tells each by its own status', async () => {
    const { body, vars } = await place({ A: '1' }, { THERE: 't' })
    const { id } = syncOf(await send('POST', '', { ...body, isAutoSyncEnabled: false }))
    const ask = async (call: string) => syncOf(await send('POST', `/${id}${call}`))
    const ended = (field: 'syncStatus' | 'importStatus' | 'removeStatus') =>
      expect
        .poll(async () => syncOf(await send('GET', `/${id}`))[field], { timeout: 20_000, interval: 200 })
        .toBe('succeeded')
    expect(await ask('/sync-secrets')).toMatchObject({ syncStatus: 'pending', importStatus: null })
    await ended('syncStatus')
    expect(await ask('/import-secrets?importBehavior=prioritize-source')).toMatchObject({ importStatus: 'pending' })
    await ended('importStatus')
    const query = new URLSearchParams({ projectId, environment: 'production', secretPath: body.secretPath })
    const { body: listed } = await family().server.call('GET', `/api/v4/secrets?${query}`, { headers: headers() })
    expect(listed).toMatchObject({ secrets: [{ secretKey: 'A' }, { secretKey: 'THERE', secretValue: 't' }] })
    expect(await ask('/remove-secrets')).toMatchObject({ removeStatus: 'pending' })
    await ended('removeStatus')
    expect(await vars()).toEqual({})
    await send('POST', `/${id}/sync-secrets`)
    await ended('syncStatus')
    expect(syncOf(await send('DELETE', `/${id}?removeSecrets=true`)).removeStatus).toBe('pending')
    const gone = async () => (await send('GET', `/${id}`)).status
    await expect.poll(gone, { timeout: 20_000, interval: 200 }).toBe(404)
    expect(await vars()).toEqual({})
  })

  it('plans, carries out, undoes and remembers under the same address', async () => {
    const { body, vars } = await place({ A: '1' }, { A: 'was', F: 'f' })
    const { id } = syncOf(await send('POST', '', { ...body, isAutoSyncEnabled: false }))
    const planned = z
      .object({
        planId: z.uuid(),
        remoteState: z.object({ release: z.int(), digest: z.string() }),
        rows: z.array(z.unknown()),
      })
      .parse((await send('POST', `/${id}/plan`)).body)
    expect(planned.rows).toEqual([
      expect.objectContaining({ key: 'A', action: 'change', taken: true }),
      expect.objectContaining({ key: 'F', action: 'foreign', owner: 'nobody' }),
    ])
    const apply = (planId: string) => send('POST', `/${id}/apply`, { planId })
    expect((await apply(planned.planId)).body).toMatchObject({
      state: 'applied',
      outcome: [{ key: 'A', holds: 'new' }],
    })
    const undo = z.object({ planId: z.uuid() }).parse((await send('POST', `/${id}/undo`)).body)
    expect((await apply(undo.planId)).body).toMatchObject({ kind: 'undo', undoes: planned.planId })
    expect(await vars()).toEqual({ A: 'was', F: 'f' })
    expect((await send('GET', `/${id}/history`)).body).toMatchObject({
      plans: [{ planId: undo.planId, state: 'applied' }, { planId: planned.planId }],
    })
    const usage = await family().server.call('GET', `/api/v1/app-connections/heroku/${connectionId}/usage`, {
      headers: headers(),
    })
    const none = { secretRotations: [], externalCas: [], dataSources: [] }
    expect(usage.body).toMatchObject({
      projects: [{ id: projectId, name: 'Shop', type: 'secret-manager', slug: 'shop', resources: none }],
    })
    const { projects } = z
      .object({ projects: z.array(z.object({ resources: z.object({ secretSyncs: z.array(z.unknown()) }) })) })
      .parse(usage.body)
    expect(projects[0]?.resources.secretSyncs).toContainEqual({ id, name: body.name })
  })

  it('says what is wrong as the family does', async () => {
    const { body } = await place({ A: '1' })
    const { id, name } = syncOf(await send('POST', '', { ...body, isAutoSyncEnabled: false }))
    const other = { ...body, name: 'other' }
    expect(refusedBy(await send('POST', '', body))).toEqual([
      400,
      `A Secret Sync with the name "${name}" already exists for the project with ID "${projectId}"`,
    ])
    expect(refusedBy(await send('POST', '', { ...other, secretPath: '/none/' }))).toEqual([
      400,
      `Could not find folder with path "/none" in environment "production" for project with ID "${projectId}"`,
    ])
    expect(refusedBy(await send('GET', `/sync-name/none?projectId=${projectId}`))).toEqual([
      404,
      'Could not find Heroku Sync with name "none"',
    ])
    expect(syncOf(await send('GET', `/sync-name/${name}?projectId=${projectId}`)).id).toBe(id)
    expect(refusedBy(await send('PATCH', `/${id}`, { secretPath: '/' }))).toEqual([
      400,
      'Must specify both source environment and secret path',
    ])
    await family().query(`update config_syncs set app = 'render' where id = $1`, [id])
    expect(refusedBy(await send('GET', `/${id}`))).toEqual([
      400,
      `Secret sync with ID "${id}" is not configured for Heroku`,
    ])
    await family().query(`update config_syncs set app = 'heroku' where id = $1`, [id])
    const mistakes = async (method: string, at: string, sent?: object) => {
      const answer = await send(method, at, sent)
      expect(answer.status, answer.text).toBe(422)
      const { message } = z
        .object({ message: z.array(z.object({ path: z.array(z.string()), message: z.string() })) })
        .parse(answer.body)
      return message.map((each) => `${each.path.join('.')}: ${each.message}`)
    }
    const { initialSyncBehavior: _, ...options } = body.syncOptions
    expect(
      await mistakes('POST', '', {
        ...{ ...body, projectId: ' ', description: 'x'.repeat(257), secretPath: ' ', name: 'No' },
        destinationConfig: { app: ' ', appName: '' },
        syncOptions: { ...options, initialSyncBehavior: 'import-prioritize-source', recursive: true },
      }),
    ).toEqual([
      'name: name field can only contain lowercase letters, numbers, and hyphens',
      'projectId: Project ID required',
      'description: Description cannot exceed 256 characters',
      'secretPath: Secret path required',
      'syncOptions.recursive: Only overwrite-destination takes paths below',
      'destinationConfig.app: App required',
      'destinationConfig.appName: App name required',
    ])
    expect(await mistakes('POST', '', { ...body, syncOptions: { ...body.syncOptions, keySchema: 'no-key' } })).toEqual([
      expect.stringMatching(
        /^syncOptions\.keySchema: Key schema must include exactly one \{\{secretKey\}\} placeholder/,
      ),
    ])
    // By its name or in another spelling it would be another resource, whose keys nobody has yet.
    const { app, appName } = body.destinationConfig
    for (const same of [appName, app.toUpperCase(), '..', `${app}/`]) {
      const asked = { ...body, destinationConfig: { app: same, appName } }
      expect(await mistakes('POST', '', asked)).toEqual([
        expect.stringMatching(/^destinationConfig\.app: App must be the id of the app/),
      ])
    }
    expect(await mistakes('PATCH', `/${id}`, { environment: 'production', secretPath: '' })).toEqual([
      'secretPath: Invalid secret path',
    ])
    expect(await mistakes('GET', '')).toEqual([expect.stringMatching(/^projectId: /)])
    expect(await mistakes('GET', '?projectId=')).toEqual(['projectId: Project ID required'])
    // docs/decisions/0011-syncs.md, 7: a check that fails is an error, and not "no duplicate".
    expect(await mistakes('POST', '/check-destination', { projectId, destinationConfig: {} })).toHaveLength(1)
    const unknown = { projectId, destinationConfig: body.destinationConfig, connectionId: randomUUID() }
    expect((await send('POST', '/check-destination', unknown)).status).toBe(404)
    expect((await send('POST', '', { ...other, connectionId: randomUUID() })).status).toBe(404)
  })

  it('lists by project, for one app or all, and says what can be synced to', async () => {
    const { body } = await place({ A: '1' })
    const made = syncOf(await send('POST', '', { ...body, isAutoSyncEnabled: false, name: `a-${randomUUID()}` }))
    for (const address of ['/api/v1/secret-syncs', path]) {
      const answer = await family().server.call('GET', `${address}?projectId=${projectId}`, { headers: headers() })
      const { secretSyncs } = z.strictObject({ secretSyncs: z.array(syncSchema) }).parse(answer.body)
      expect(secretSyncs).toContainEqual(made)
      expect(secretSyncs.map(({ name }) => name)).toEqual(secretSyncs.map(({ name }) => name).toSorted())
    }
    expect((await family().server.call('GET', '/api/v1/secret-syncs/options', { headers: headers() })).body).toEqual({
      secretSyncOptions: [{ name: 'Heroku', connection: 'heroku', destination: 'heroku', canImportSecrets: true }],
    })
  })
})
