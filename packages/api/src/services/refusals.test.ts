import { randomUUID } from 'node:crypto'
import { orgIdOf } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import type { AuditAction } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import { useServices } from '../../test/services.ts'
import { anonymous } from '../access/actor.ts'
import type { AuditFacts } from '../audit/event.ts'
import type { Context } from '../procedure/context.ts'
import { createAfterwards } from './afterwards.ts'
import { createRefusals, type Pace } from './refusals.ts'

describe.each(engines)('refusals on %s', (engine) => {
  const test = useServices(engine)

  /** Refusals by the test's clock, in an organization id of its own. */
  function counted() {
    let now = 0
    const orgId = orgIdOf(randomUUID())
    const { services } = test()
    const refusals = createRefusals(services.db, { afterwards: createAfterwards(() => {}), now: () => now })
    const contextOf = (address: string): Context => ({
      services,
      request: {
        reqId: `req-${randomUUID()}`,
        address,
        userAgent: null,
        organizationId: null,
        endpoint: null,
        admitted: true,
      },
      actor: anonymous,
    })
    const facts = (action: AuditAction, more: Partial<AuditFacts> = {}): AuditFacts => ({
      orgId,
      action,
      target: { type: 'procedure', id: null },
      outcome: 'denied',
      detail: { error: 'PermissionDenied' },
      ...more,
    })
    const record = (action: AuditAction, more: Partial<AuditFacts> = {}, address = '192.0.2.1', pace?: Pace) =>
      refusals.record(contextOf(address), facts(action, more), pace)
    const sums = async (action: string) => {
      const rows = await services.db
        .selectFrom('audit_events')
        .select('detail')
        .where('org_id', '=', orgId)
        .where('action', '=', action)
        .orderBy('at')
        .orderBy('id')
        .execute()
      return rows.map(({ detail }) => detail.summed ?? 1)
    }
    return { orgId, record, sums, pass: (ms: number) => (now += ms) }
  }
  const singles = (count: number) => Array<unknown>(count).fill(1)

  it('are single events up to ten a minute, and one that sums the others and is stored with each of them', async () => {
    const { record, sums, pass } = counted()
    for (let call = 0; call < 10; call++) await record('appConnections.get')
    expect(await sums('appConnections.get')).toEqual(singles(10))
    for (let call = 1; call <= 15; call++) {
      await record('appConnections.get')
      expect(await sums('appConnections.get')).toEqual([...singles(10), call])
    }
    pass(60_000)
    await record('appConnections.get')
    expect((await sums('appConnections.get')).toSorted()).toEqual([...singles(11), 15].toSorted())
  })

  it('of many targets are summed with each of them, a hundred at most', async () => {
    const { record, orgId } = counted()
    const ids = Array.from({ length: 150 }, () => randomUUID())
    const rows = () =>
      test()
        .services.db.selectFrom('audit_events')
        .select(['target_id', 'detail'])
        .where('org_id', '=', orgId)
        .execute()
    const named = async () =>
      (await rows()).flatMap(({ target_id, detail }) => (Array.isArray(detail.targets) ? detail.targets : [target_id]))
    for (const id of ids.slice(0, 50)) await record('appConnections.check', { target: { type: 'app-connection', id } })
    expect((await named()).toSorted()).toEqual(ids.slice(0, 50).toSorted())
    for (const id of ids.slice(50)) await record('appConnections.check', { target: { type: 'app-connection', id } })
    expect((await named()).toSorted()).toEqual(ids.slice(0, 110).toSorted())
  })

  it('are summed by the pace that is asked for', async () => {
    const { record, sums, pass } = counted()
    const pace = { key: randomUUID(), singly: 1, windowMs: 3_600_000 }
    for (let call = 0; call < 5; call++) {
      await record('accessTokens.use', {}, '192.0.2.1', pace)
      pass(600_000)
    }
    expect(await sums('accessTokens.use')).toEqual([1, 4])
  })

  it('are counted apart by action, outcome and who: the actor, the caller, else the address', async () => {
    const { record, sums } = counted()
    const actor = { type: 'identity' as const, id: randomUUID() }
    for (let call = 0; call < 11; call++) {
      await record('members.set')
      await record('members.set', { outcome: 'failed' })
      await record('members.set', { actor })
      await record('members.set', {}, '192.0.2.2')
    }
    expect(await sums('members.set')).toHaveLength(44)
  })

  it('that come at once are counted as those that come one by one', async () => {
    const { record, sums } = counted()
    await Promise.all(Array.from({ length: 30 }, () => record('webhooks.create')))
    const all = await sums('webhooks.create')
    expect(all).toHaveLength(11)
    expect(all.reduce<number>((sum, each) => sum + Number(each), 0)).toBe(30)
  })
})
