import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import { hour, useChecks } from '../../test/checks.ts'
import { bringBackPutOff } from './bring-back.ts'

describe.each(engines)('what a clock that was ahead put off, on %s', (engine) => {
  const test = useChecks(engine)
  const moveBy = (ms: number) => test().moveTo(new Date(test().now().getTime() + ms))

  it('is due when the clock is right: checks, and accounts that rest', async () => {
    const account = { id: randomUUID() }
    await test().seed(await test().mint(), 1, account)
    moveBy(192 * hour)
    expect(await test().run()).toBe(1)
    expect(await bringBackPutOff(test().services)).toBe(0)
    moveBy(-192 * hour)
    expect(await test().run()).toBe(0)
    expect(await bringBackPutOff(test().services)).toBe(2)
    expect(await test().run()).toBe(1)
    expect(await bringBackPutOff(test().services)).toBe(0)
  })

  it('is due by the number of its tries: deliveries and withdrawals, also where the clock was ahead by two hours', async () => {
    const { db } = test().services
    const [connection_id = ''] = await test().seed(await test().mint(), 1)
    const org_id = test().orgId
    const at = test().now()
    const ahead = (ms: number) => new Date(at.getTime() + 2 * hour + ms)
    const notice = { id: randomUUID(), org_id, type: 'connection.failed', payload: '{}', created_at: at, taken_at: at }
    await db.insertInto('notices').values(notice).execute()
    const person = {
      id: randomUUID(),
      name: 'Ada',
      email: 'a@b.test',
      emailVerified: true,
      createdAt: at,
      updatedAt: at,
    }
    await db.insertInto('auth.user').values(person).execute()
    const delivery = { org_id, notice_id: notice.id, person_id: person.id, state: 'pending' as const, created_at: at }
    await db
      .insertInto('deliveries')
      .values([
        { ...delivery, attempts: 1, next_attempt_at: ahead(60_000) },
        // The attempt after the seventh is seven hours later.
        { ...delivery, attempts: 7, next_attempt_at: ahead(60_000) },
      ])
      .execute()
    await db
      .insertInto('withdrawals')
      .values({ connection_id, org_id, tries: 0, due_at: ahead(0) })
      .execute()
    expect(await bringBackPutOff(test().services)).toBe(2)
    const due = await db.selectFrom('deliveries').select('attempts').where('next_attempt_at', '<=', at).execute()
    expect(due).toEqual([{ attempts: 1 }])
    expect(await db.selectFrom('withdrawals').select('due_at').execute()).toEqual([{ due_at: at }])
  })
})
