import { randomUUID } from 'node:crypto'
import { keepAnswer } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import { newOrganization } from '../../test/organization.ts'
import { refusal, useServices } from '../../test/services.ts'
import { newSubject } from '../audit/subject.ts'
import { strangeCursor } from '../failures/calls.ts'
import type { MemberContext } from './context.ts'
import { once, type Reserved } from './idempotency.ts'

describe.each(engines)('a call made once on %s', (engine) => {
  const test = useServices(engine)

  async function caller(): Promise<MemberContext> {
    const { services } = test()
    const organization = await newOrganization(services)
    const person = await organization.person({ organization: 'admin' })
    return {
      services,
      request: {
        reqId: 'req-1',
        address: '192.0.2.1',
        userAgent: null,
        organizationId: null,
        endpoint: null,
        admitted: true,
      },
      actor: person,
      member: { orgId: organization.id, role: 'admin', projects: new Map() },
      subject: newSubject(),
    }
  }
  const text = (kept: unknown) => JSON.stringify(kept)
  const call = (
    ctx: MemberContext,
    key: string | undefined,
    make: (reserved: Reserved | undefined) => Promise<string>,
    body: object = { name: 'x' },
    procedure = 'some.thing',
  ) => once({ ctx, procedure, key, body, parse: text }, make)
  /** Keeps its answer, as a write does in its transaction, if the reservation is still its own. */
  const keeping = (ctx: MemberContext, answer: string) => async (reserved: Reserved | undefined) => {
    const kept =
      reserved !== undefined && (await keepAnswer(ctx.services.db, reserved.call, reserved.fence, { answer }))
    return kept ? text({ answer }) : 'not kept'
  }

  it('is simply made without a key, each time', async () => {
    const ctx = await caller()
    const made: unknown[] = []
    for (let times = 0; times < 2; times++) {
      await call(ctx, undefined, async (reserved) => `${made.push(reserved)}`)
    }
    expect(made).toEqual([undefined, undefined])
  })

  it('with a key is made once and answered alike ever after', async () => {
    const [ctx, key] = [await caller(), randomUUID()]
    const first = await call(ctx, key, keeping(ctx, 'first'))
    expect(first).toBe(text({ answer: 'first' }))
    expect(await call(ctx, key, keeping(ctx, 'second'))).toBe(first)
  })

  it('is 409 for another body, without the body being stored', async () => {
    const [ctx, key] = [await caller(), randomUUID()]
    const body = { name: 'x', credentials: { authToken: 'HRKU-secret' } }
    await call(ctx, key, keeping(ctx, 'first'), body)
    expect(await refusal(call(ctx, key, keeping(ctx, 'second'), { ...body, name: 'y' }))).toMatchObject({
      statusCode: 409,
    })
    const rows = await ctx.services.db.selectFrom('idempotency_keys').selectAll().where('key', '=', key).execute()
    expect(rows).toHaveLength(1)
    expect(text(rows)).not.toContain('HRKU-secret')
    // The fingerprint is keyed: the same body has another one in another organization.
    const elsewhere = await caller()
    await call(elsewhere, key, keeping(elsewhere, 'first'), body)
    const both = await ctx.services.db
      .selectFrom('idempotency_keys')
      .select('body_hash')
      .where('key', '=', key)
      .execute()
    expect(new Set(both.map((row) => row.body_hash)).size).toBe(2)
  })

  it('is freed by whatever is thrown, which comes out as it was', async () => {
    const [ctx, key] = [await caller(), randomUUID()]
    const thrown = strangeCursor()
    await expect(call(ctx, key, () => Promise.reject(thrown))).rejects.toBe(thrown)
    expect(await call(ctx, key, keeping(ctx, 'then'), { name: 'another body' })).toBe(text({ answer: 'then' }))
  })

  it('is 409 with a time to wait while it is under way', async () => {
    const [ctx, key] = [await caller(), randomUUID()]
    const begun = Promise.withResolvers<void>()
    const finish = Promise.withResolvers<string>()
    const started = call(ctx, key, () => {
      begun.resolve()
      return finish.promise
    })
    await begun.promise
    expect(await refusal(call(ctx, key, keeping(ctx, 'x')))).toMatchObject({ statusCode: 409, error: 'Conflict' })
    finish.resolve('done')
    expect(await started).toBe('done')
  })

  it('taken over is no longer the first one’s: neither its answer nor its failure touches the second’s', async () => {
    const [ctx, key] = [await caller(), randomUUID()]
    const { db } = ctx.services
    let reserved: Reserved | undefined
    let fail: (error: Error) => void = () => {}
    const first = call(ctx, key, (mine) => {
      reserved = mine
      return new Promise((_resolve, reject) => (fail = reject))
    })
    first.catch(() => {})
    await expect.poll(() => reserved).toBeDefined()
    await db
      .updateTable('idempotency_keys')
      .set({ deadline: new Date(0) })
      .where('key', '=', key)
      .execute()
    expect(await call(ctx, key, keeping(ctx, 'second'))).toBe(text({ answer: 'second' }))
    if (reserved === undefined) throw new Error('it was reserved')
    expect(await keepAnswer(db, reserved.call, reserved.fence, { answer: 'first' })).toBe(false)
    fail(new Error('too late'))
    await expect(first).rejects.toThrow('too late')
    expect(await call(ctx, key, keeping(ctx, 'third'))).toBe(text({ answer: 'second' }))
  })

  it('is another call for another caller, procedure or endpoint', async () => {
    const [ctx, key] = [await caller(), randomUUID()]
    const other = await caller()
    const atEndpoint = { ...ctx, request: { ...ctx.request, endpoint: 'POST /x' } }
    const answers = [
      await call(ctx, key, keeping(ctx, 'mine')),
      await call({ ...ctx, actor: other.actor }, key, keeping(ctx, 'theirs')),
      await call(ctx, key, keeping(ctx, 'elsewhere'), { name: 'x' }, 'other.thing'),
      await call(atEndpoint, key, keeping(ctx, 'over REST')),
    ]
    expect(new Set(answers).size).toBe(4)
  })
})
