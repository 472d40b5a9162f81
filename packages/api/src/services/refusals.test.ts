import { randomUUID } from 'node:crypto'
import { orgIdOf } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import type { AuditAction } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import { useServices } from '../../test/services.ts'
import { anonymous } from '../access/actor.ts'
import type { AuditFacts } from '../audit/event.ts'
import type { Context } from '../procedure/context.ts'
import { createRefusals } from './refusals.ts'

describe.each(engines)('refusals on %s', (engine) => {
  const test = useServices(engine)

  /** Refusals by the test's clock, in an organization id of its own. */
  function counted() {
    let now = 0
    const orgId = orgIdOf(randomUUID())
    const { services } = test()
    const refusals = createRefusals(services.db, () => now)
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
    const record = (action: AuditAction, more: Partial<AuditFacts> = {}, address = '192.0.2.1') =>
      refusals.record(contextOf(address), facts(action, more))
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
    return { refusals, record, sums, pass: (ms: number) => (now += ms) }
  }
  const singles = (count: number) => Array<unknown>(count).fill(1)

  it('are single events up to ten a minute, and one with the sum of the others once the minute is over', async () => {
    const { refusals, record, sums, pass } = counted()
    for (let call = 0; call < 25; call++) await record('appConnections.get')
    await refusals.flush()
    expect(await sums('appConnections.get')).toEqual(singles(10))
    pass(60_000)
    await refusals.flush()
    await refusals.flush()
    expect(await sums('appConnections.get')).toEqual([...singles(10), 15])
    await record('appConnections.get')
    expect(await sums('appConnections.get')).toEqual([...singles(10), 15, 1])
  })

  it('write the sum of the minute before with the first of a new one, if nobody flushed', async () => {
    const { record, sums, pass } = counted()
    for (let call = 0; call < 12; call++) await record('appConnections.list')
    pass(61_000)
    await record('appConnections.list')
    expect((await sums('appConnections.list')).toSorted()).toEqual([...singles(11), 2].toSorted())
  })

  it('leave no sum where ten were enough, and write open sums when all is flushed', async () => {
    const { refusals, record, sums } = counted()
    for (let call = 0; call < 10; call++) await record('projects.create')
    for (let call = 0; call < 11; call++) await record('projects.update')
    await refusals.flush(true)
    expect([await sums('projects.create'), await sums('projects.update')]).toEqual([singles(10), [...singles(10), 1]])
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
    expect(await sums('members.set')).toHaveLength(40)
  })

  it('that come at once are counted as those that come one by one', async () => {
    const { refusals, record, sums } = counted()
    await Promise.all(Array.from({ length: 30 }, () => record('webhooks.create')))
    await refusals.flush(true)
    const all = await sums('webhooks.create')
    expect(all).toHaveLength(11)
    expect(all.reduce<number>((sum, each) => sum + Number(each), 0)).toBe(30)
  })
})
