import { randomUUID } from 'node:crypto'
import { type Plan, planSchema, syncSchema } from '@app-connections/schemas'
import { expect } from 'vitest'
import * as z from 'zod'
import type { Person, ProcedurePath, Services } from '../src/index.ts'
import { call, refusal, type TestServices } from './services.ts'
import { type Change, type Goes, type Step, SyncModel, type SyncStory } from './sync-model.ts'

/** Who acts, where, and with what. */
export interface SyncCast {
  readonly admin: Person
  readonly projectId: string
  readonly connectionId: string
  readonly platformToken: string
}

/** Refusals that a plan may meet once something has moved. */
const moved: ReadonlySet<unknown> = new Set(['planMoved', 'planEnded'])

class Killed extends Error {}

/**
 * Plays a story at an app of its own, and asserts after each step that the app has what the model says: no other key has
 * changed by a byte, no release was made where nothing differs, and of each key that a plan changes it is known what it
 * has. Resolves with how many plans were carried out.
 */
export async function tellSync({ services, sandbox }: TestServices, cast: SyncCast, story: SyncStory): Promise<number> {
  const act = (path: ProcedurePath, input: object, at: Services = services) => call(at, cast.admin, path, input)
  const [app] = await sandbox.control.addApps({ count: 1 })
  if (app === undefined) throw new Error('the sandbox made no app')
  await sandbox.control.setApp(app.id, { configVars: story.app, addOnKeys: [] })
  const atApp = async (path: string, body?: object): Promise<unknown> => {
    const headers = {
      ...{ authorization: `Bearer ${cast.platformToken}`, accept: 'application/vnd.heroku+json; version=3' },
      ...{ 'content-type': 'application/json' },
    }
    const init = body === undefined ? {} : { method: 'PATCH', body: JSON.stringify(body) }
    return (await fetch(`${sandbox.url}/apps/${app.id}${path}`, { ...init, headers })).json()
  }
  const vars = async () => new Map(Object.entries(z.record(z.string(), z.string()).parse(await atApp('/config-vars'))))
  const releases = async () => z.array(z.unknown()).parse(await atApp('/releases')).length

  const place = { projectId: cast.projectId, environment: 'production', secretPath: `/${randomUUID()}` }
  await act('secrets.create', { ...place, secretName: 'A', secretValue: '1' })
  const input = {
    ...{ ...place, destination: 'heroku', name: `sync-${randomUUID()}`, connectionId: cast.connectionId },
    isAutoSyncEnabled: false,
    syncOptions: {
      initialSyncBehavior: story.overwrites ? 'overwrite-destination' : 'import-prioritize-source',
      disableSecretDeletion: !story.deletes,
    },
    destinationConfig: { app: app.id, appName: app.name },
  }
  const ref = { syncId: syncSchema.parse(await act('secretSyncs.create', input)).id, destination: 'heroku' }
  const model = new SyncModel(story, story.app)
  model.set.set('A', '1')

  /** The plan that the next step carries out, with what it is to change, and whether anything has moved since. */
  let open: { plan: Plan; kind: PlanKind; changes: Map<string, Change>; taken: Set<string>; fresh: boolean } | undefined
  let carriedOut = 0
  const stale = () => {
    if (open !== undefined) open.fresh = false
  }

  async function plan(kind: PlanKind): Promise<void> {
    if (kind === 'undo' && model.last === undefined) {
      expect(await refusal(act('secretSyncs.undo', ref))).toMatchObject({ code: 'nothingToUndo' })
      return
    }
    const made = planSchema.parse(await act(`secretSyncs.${kind}`, ref))
    const changes = model.changesOf(kind)
    const actions = made.rows.filter(({ action }) => ['add', 'change', 'remove'].includes(action))
    expect(new Map(actions.map(({ key, action }) => [key, action])), kind).toEqual(
      new Map([...changes].map(([key, change]) => [key, actionOf(change)])),
    )
    const taken = kind === 'plan' ? model.taken() : new Set<string>()
    open = { plan: made, kind, changes, taken, fresh: true }
  }

  async function apply(goes: Goes): Promise<void> {
    if (open === undefined) return
    const { kind, changes, fresh } = open
    const sends = kind !== 'takeIn' && changes.size > 0
    const before = { vars: await vars(), releases: await releases() }
    const outcome = await carryOut(open.plan, sends ? goes : 'well')
    const now = { vars: await vars(), releases: await releases() }
    if (outcome === undefined) {
      expect(fresh, 'a plan of which nothing has moved is carried out').toBe(false)
      expect(now).toEqual(before)
      open = undefined
      return
    }
    carriedOut += 1
    const took = outcome.state === 'applied' && sends
    expect(took || !sends || goes.endsWith('before'), `${goes}: ${outcome.state}`).toBe(true)
    expect(now.releases - before.releases, 'releases').toBe(took ? 1 : 0)
    const wanted = new Map(before.vars)
    if (took) for (const [key, [, after]] of changes) put(wanted, key, after)
    expect(now.vars, 'values at the app').toEqual(wanted)
    if (kind !== 'takeIn') {
      const holds = (outcome.outcome ?? []).map(({ key, holds }) => [key, holds])
      expect(Object.fromEntries(holds)).toEqual(
        Object.fromEntries([...changes.keys()].map((key) => [key, took ? 'new' : 'old'])),
      )
    }
    note(open, outcome, took)
    open = undefined
  }

  /** Sends the plan that way. Undefined where it is refused since something has moved. */
  async function carryOut({ id }: Plan, goes: Goes): Promise<Plan | undefined> {
    const planned = { ...ref, planId: id, skipConflicts: true }
    if (goes.startsWith('lost')) {
      const when = goes === 'lost before' ? 'before' : 'after'
      await sandbox.control.setFault({ method: 'PATCH', path: '*/config-vars', effect: { kind: 'reset', when } })
    }
    const reached = async (point: string) => {
      if (goes === `killed ${point.split(' ')[0]}`) throw new Killed()
    }
    const at = goes.startsWith('killed') ? { ...services, plans: { ...services.plans, reached } } : services
    try {
      return planSchema.parse(await act('secretSyncs.applyPlan', planned, at))
    } catch (error) {
      if (!(error instanceof Error && causes(error).some((cause) => cause instanceof Killed))) {
        await sandbox.control.clearFaults()
        const { code } = await refusal(Promise.reject(error))
        expect(moved).toContain(code)
        return undefined
      }
    }
    await services.db.updateTable('config_plans').set({ under_way_until: new Date() }).where('id', '=', id).execute()
    return planSchema.parse(await act('secretSyncs.applyPlan', planned))
  }

  /** What the model knows after a plan was carried out. */
  function note({ kind, changes, taken }: NonNullable<typeof open>, outcome: Plan, took: boolean): void {
    if (kind === 'takeIn') {
      for (const [key, [, after]] of changes) {
        put(model.set, key, after)
        if (after === undefined) model.owned.delete(key)
      }
    }
    if (took) {
      for (const [key, [before, after]] of changes) {
        put(model.app, key, after)
        const givenUp = kind === 'undo' && model.last?.taken.has(key) === true
        if (after === undefined || givenUp) model.owned.delete(key)
        else if (before === undefined) model.owned.add(key)
      }
    }
    const succeeded = took || changes.size === 0
    if (succeeded) for (const key of taken) model.owned.add(key)
    for (const { key, action, owner } of outcome.rows) {
      if (owner !== 'sync' || action === 'conflict' || !model.owned.has(key)) continue
      const value = kind === 'takeIn' ? model.set.get(key) : model.app.get(key)
      if (value !== undefined) model.known.set(key, value)
    }
    for (const key of model.known.keys()) if (!model.owned.has(key)) model.known.delete(key)
    if (took) model.last = { changes, taken }
  }

  async function play(step: Step): Promise<void> {
    switch (step.do) {
      case 'set':
        return setKey(step.key, step.value)
      case 'edit':
        stale()
        put(model.app, step.key, step.value)
        await atApp('/config-vars', { [step.key]: step.value ?? null })
        return
      case 'attach':
      case 'detach':
        return attach(step.do === 'attach')
      case 'apply':
        return apply(step.goes)
      default:
        return plan(step.do)
    }
  }

  async function setKey(key: string, value: string | undefined): Promise<void> {
    stale()
    const has = model.set.has(key)
    put(model.set, key, value)
    if (value !== undefined) {
      const secrets = [{ secretKey: key, secretValue: value }]
      await act('secrets.updateMany', { ...place, mode: 'upsert', secrets })
    } else if (has) await act('secrets.remove', { ...place, secretName: key })
  }

  async function attach(on: boolean): Promise<void> {
    stale()
    if (!on && !model.attached.delete('URL')) return
    if (on) model.attached.add('URL')
    put(model.app, 'URL', on ? 'attached' : undefined)
    const settings = { configVars: Object.fromEntries(model.app), addOnKeys: on ? ['URL'] : [] }
    await sandbox.control.setApp(app?.id ?? '', settings)
  }

  for (const step of story.rounds.flat()) {
    await play(step)
    expect(await vars(), JSON.stringify(step)).toEqual(model.app)
  }
  return carriedOut
}

type PlanKind = 'plan' | 'undo' | 'putBack' | 'takeIn'

function actionOf([before, after]: Change): string {
  return before === undefined ? 'add' : after === undefined ? 'remove' : 'change'
}

function put(values: Map<string, string>, key: string, value: string | undefined): void {
  if (value === undefined) values.delete(key)
  else values.set(key, value)
}

function causes(error: unknown): unknown[] {
  return error instanceof Error ? [error, ...causes(error.cause)] : [error]
}
