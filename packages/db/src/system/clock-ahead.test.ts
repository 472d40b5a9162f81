import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { engines, useMigratedDatabase } from '../../test/engines.ts'
import { connectionRow, eventRow, newIdentity, newOrganization } from '../../test/rows.ts'
import { insertConnection } from '../connections/insert.ts'
import { releaseFailed, selectRest, takeRefreshTurn } from '../connections/refresh-turn.ts'
import { reserveCall } from '../idempotency/calls.ts'
import { recordLoginFailure, selectLoginTarget } from './login.ts'
import { takePasswordTurn } from './passwords.ts'

describe.each(engines)('what %s wrote while its clock was ahead', (engine) => {
  const database = useMigratedDatabase(engine)
  const kysely = () => database().kysely
  const ahead = sql<Date>`now() + interval '8 days'`

  it('locks no client id', async () => {
    const { clientId } = await newIdentity(kysely(), await newOrganization(kysely()))
    const address = '192.0.2.1'
    for (let failures = 0; failures < 5; failures += 1) await recordLoginFailure(kysely(), clientId, address)
    const locked = async () => (await selectLoginTarget(kysely(), clientId, address))?.locked
    expect(await locked()).toBe(true)
    await kysely().updateTable('login_failures').set({ last_at: ahead }).execute()
    expect(await locked()).toBe(false)
    await recordLoginFailure(kysely(), clientId, address)
    expect(await kysely().selectFrom('login_failures').select('failures').execute()).toEqual([{ failures: 1 }])
  })

  it('makes nobody wait for a turn to give a password', async () => {
    const take = async () => (await takePasswordTurn(kysely(), 'account')).taken
    let turns = 0
    while (await take()) turns += 1
    expect(turns).toBeGreaterThan(1)
    await kysely().updateTable('password_turns').set({ next_at: ahead }).execute()
    expect(await take()).toBe(true)
  })

  it('holds up no repeat of a call that was cut off', async () => {
    const call = { orgId: await newOrganization(kysely()), callerId: randomUUID(), scope: 'x', key: 'k' }
    expect(await reserveCall(kysely(), call, 'body')).toEqual({ state: 'reserved', fence: 1 })
    expect(await reserveCall(kysely(), call, 'body')).toEqual({ state: 'in-flight' })
    await kysely().updateTable('idempotency_keys').set({ deadline: ahead }).execute()
    expect(await reserveCall(kysely(), call, 'body')).toEqual({ state: 'reserved', fence: 2 })
  })

  it('keeps no credential from being refreshed: neither a turn nor a rest', async () => {
    const orgId = await newOrganization(kysely())
    const { id } = await insertConnection(kysely(), connectionRow(orgId), eventRow(orgId, 'create'))
    const wanted = { connectionId: id, orgId, owner: randomUUID(), sealRevision: 1 }
    const take = () => takeRefreshTurn(kysely(), wanted, 8_000)
    await take()
    expect(await take()).toBeUndefined()
    await kysely().updateTable('refresh_leases').set({ deadline: ahead }).execute()
    for (let failures = 0; failures < 5; failures += 1) {
      const turn = await take()
      if (turn === undefined) return expect.unreachable('a turn of the future is over')
      await releaseFailed(kysely(), turn, { failure: 'unavailable', uncertain: false })
      if (failures < 4) await kysely().updateTable('refresh_leases').set({ not_before: null }).execute()
    }
    expect(await take()).toBeUndefined()
    expect(await selectRest(kysely(), wanted)).toMatchObject({ failure: 'unavailable' })
    await kysely().updateTable('refresh_leases').set({ not_before: ahead }).execute()
    expect(await selectRest(kysely(), wanted)).toBeUndefined()
    expect(await take()).toBeDefined()
  })
})
