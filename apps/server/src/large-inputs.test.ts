import { setTimeout as sleep } from 'node:timers/promises'
import { type Caller, createTurnsOfProcess } from '@app-connections/api'
import { orgIdOf } from '@app-connections/db'
import Fastify, { type FastifyRequest } from 'fastify'
import { describe, expect, it } from 'vitest'
import { inTurn } from './large-inputs.ts'

const machine = (n: number): Caller => ({
  kind: 'identity',
  id: 'an id',
  name: 'deploy',
  tokenId: 'a token',
  orgId: orgIdOf(`00000000-0000-4000-8000-00000000000${n}`),
  memberships: [],
})

describe('inputs', () => {
  it('that are large are taken apart one after the other, those of each organization apart; others at once', async () => {
    const turns = createTurnsOfProcess()
    const app = Fastify()
    const request = await new Promise<FastifyRequest>((resolve) => {
      app.get('/', async (received) => resolve(received))
      app.inject('/').catch(() => {})
    })
    const order: string[] = []
    const send = (name: string, caller: Caller | undefined, body: string) =>
      inTurn({ turns }, request, caller, body, (error) => order.push(error === undefined ? name : 'too many'))
    const [large, small] = ['x'.repeat(100_000), 'x'.repeat(1_000)]
    for (let n = 0; n < 18; n += 1) send(`large ${n}`, machine(1), large)
    send('small', machine(1), small)
    send('of another', machine(2), large)
    send('of nobody', undefined, large)
    await sleep(30)
    expect(order.toSorted()).toEqual(['large 0', 'of another', 'of nobody', 'small', 'too many'])
    await expect.poll(() => order).toContain('large 1')
    expect(order).not.toContain('large 5')
    await app.close()
  })
})
