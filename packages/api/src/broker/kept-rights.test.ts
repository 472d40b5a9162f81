import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import {
  countUse,
  endGrants,
  insertGrant,
  type LiveGrant,
  liveGrantsFor,
  orgIdOf,
  selectConnectionToUse,
  updateGrant,
} from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import { herokuRoutes } from '@app-connections/providers/testing/routes'
import { describe, expect, it } from 'vitest'
import { useUses } from '../../test/uses.ts'
import { decide } from './decide.ts'
import { type CallerRights, createKeptRights, type KeptRights } from './kept-rights.ts'
import { rightsOf } from './rights.ts'
import { countedGrants } from './spend.ts'

const resources = [randomUUID(), randomUUID()]
const names = ['A', 'B_1', 'C']
const actions = ['apps:read', 'config-vars:read', 'config-vars:write', 'dynos:restart', 'logs:read']
/** One route of each kind. */
const routes = [
  ...new Map(
    herokuRoutes
      .filter(({ action, answer }) => actions.includes(action) || answer === 'identity')
      .map((route) => [`${route.action} ${route.answer} ${route.changes} ${route.resourceAt}`, route]),
  ).values(),
]

/** Numbers that are the same in each run. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return Math.floor((state / 0x80000000) * below)
  }
}

/** All that rights decide: of each route and resource whether it is open, what is seen, and what it counts against. */
function decisions(rights: CallerRights): unknown[] {
  return routes.flatMap((route) =>
    [undefined, ...resources].map((resource) => {
      const decision = decide(route.changes ? rights.changing : rights.all, route, resource)
      if (!decision.open) return [route.name, resource, decision.why]
      const { view } = decision
      const seen = view.of === 'values' ? names.filter((name) => view.keys.has(name)) : view
      return [route.name, resource, seen, countedGrants(decision, route).map(({ id }) => id)]
    }),
  )
}

function fresh(live: readonly LiveGrant[]): CallerRights {
  return { all: rightsOf(live), changing: rightsOf(live.filter(({ changesLeft }) => changesLeft !== 0)) }
}

describe('kept rights', () => {
  const held = { orgId: orgIdOf(randomUUID()), connectionId: 'connection', holderId: 'holder' }
  const grant = (expiresAt: Date | null = null): LiveGrant => ({
    ...{ id: randomUUID(), actions: ['apps:read'], resources: null, keys: null, lease: null, terms: '' },
    ...{ expiresAt, usesLeft: null, changesLeft: null },
  })

  it('are read once for all who ask at once, and anew after a failure', async () => {
    const kept = createKeptRights()
    const now = { grantsVersion: '1', now: new Date() }
    let reads = 0
    const read = async () => {
      reads += 1
      await sleep(5)
      if (reads === 1) throw new Error('the database is gone')
      return [grant()]
    }
    const failed = await Promise.allSettled([kept.of(held, now, read), kept.of(held, now, read)])
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await Promise.all(Array.from({ length: 8 }, () => kept.of(held, now, read)))
    expect(reads).toBe(2)
  })

  it('of the callers that came last are kept, so many grants together', async () => {
    const kept = createKeptRights(25)
    const now = { grantsVersion: '1', now: new Date() }
    const reads: string[] = []
    const ask = (holderId: string) =>
      kept.of({ ...held, holderId }, now, async () => {
        reads.push(holderId)
        return Array.from({ length: 9 }, () => grant())
      })
    for (const holder of ['a', 'b', 'a', 'c', 'a', 'b']) await ask(holder)
    expect(reads).toEqual(['a', 'b', 'c', 'b'])
  })
})

describe.each(engines)('kept rights on %s', (engine) => {
  const test = useUses(engine)

  it('decide as the grants of the moment do, in two processes, whatever happens to these', async () => {
    const { services, orgId, connectionId, holder, admin } = test()
    const { db } = services
    const random = numbers(20_261_130)
    const oneOf = <T>(list: readonly T[]): T | undefined => list[random(list.length)]
    const processes = [createKeptRights(), createKeptRights()]
    const held = { orgId, connectionId, holderId: holder.id }
    const live = () => liveGrantsFor(db, orgId, connectionId, holder)
    const ids: string[] = []
    const inMs = (ms: number) => new Date(Date.now() + ms)
    const terms = () => {
      const on = oneOf([null, null, resources.slice(0, 1), resources.slice(1), resources])
      return {
        actions: actions.filter(() => random(2) === 0),
        resources: on ? JSON.stringify(on.map((id) => ({ id, name: id }))) : null,
        keys: oneOf([null, null, ['A'], ['B_*', 'C']]) ?? null,
        expires_at: oneOf([null, null, null, inMs(60_000), inMs(40)]) ?? null,
        uses_left: oneOf([null, null, 1, 2]) ?? null,
        changes_per_day: oneOf([null, null, 1, 2]) ?? null,
      }
    }
    const steps: Readonly<Record<string, () => Promise<unknown>>> = {
      async make() {
        const parent_id = oneOf([null, null, ...(await live()).map(({ id }) => id)]) ?? null
        const id = randomUUID()
        ids.push(id)
        const whose = { org_id: orgId, connection_id: connectionId, person_id: holder.id, makers: [admin.id] }
        await insertGrant(db, { id, ...whose, parent_id, ...terms() })
      },
      change: () => updateGrant(db, { orgId, id: oneOf(ids) ?? '' }, terms()),
      end: () => endGrants(db, orgId, [oneOf(ids) ?? '']),
      delete: () =>
        db
          .deleteFrom('grants')
          .where('id', '=', oneOf(ids) ?? '')
          .execute(),
      async use() {
        const grant = oneOf(await live())
        const use = { grants: grant === undefined ? [] : [grant], tokenId: holder.tokenId, change: random(2) === 0 }
        expect(['counted', 'no grant']).toContain(await countUse(db, orgId, use))
      },
      anotherDay: () =>
        db
          .updateTable('grants')
          .set({ changes_on: '2020-01-01' })
          .where('id', '=', oneOf(ids) ?? '')
          .execute(),
      wait: () => sleep(50),
    }
    const order = ['make', 'make', 'make', 'change', 'end', 'delete', 'use', 'use', 'use', 'anotherDay', 'wait']
    let reads = 0
    let asked = 0
    const read = () => {
      reads += 1
      return live()
    }
    /** What a process decides now, and what the grants of now do; again where some expired in between. */
    async function both(process: KeptRights): Promise<[unknown[], unknown[]]> {
      for (;;) {
        const before = decisions(fresh(await live()))
        const now = await selectConnectionToUse(db, orgId, connectionId)
        if (now === undefined) throw new Error('no connection')
        asked += 1
        const kept = decisions(await process.of(held, now, read))
        if (isDeepStrictEqual(before, decisions(fresh(await live())))) return [kept, before]
      }
    }
    for (let step = 0; step < 90; step += 1) {
      const name = step === 0 ? 'make' : (oneOf(order) ?? '')
      await steps[name]?.()
      for (const process of processes) {
        const [kept, present] = await both(process)
        expect(kept, `step ${step}: ${name}`).toEqual(present)
      }
    }
    // Neither is always right, nor always read anew.
    expect(reads).toBeGreaterThan(50)
    expect(reads).toBeLessThan(asked * 0.8)
  })
})
