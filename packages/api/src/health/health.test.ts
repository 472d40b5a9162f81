import { engines } from '@app-connections/db/testing/engines'
import type { FaultInput } from '@app-connections/heroku-sandbox'
import { type HealthReason, type HealthStatus, singleConnectionSchema } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import { newOrganization } from '../../test/organization.ts'
import { call, refusal, useServices } from '../../test/services.ts'

type State = `${HealthStatus} ${HealthReason}`
type Happening = 'works' | 'is refused' | 'has an account problem' | 'finds no answer' | 'is too slow' | 'is limited'

/** The fault that stands for each event at the platform. */
const faults: Record<Happening, FaultInput['effect'] | undefined> = {
  works: undefined,
  'is refused': { kind: 'status', status: 401, id: 'unauthorized' },
  'has an account problem': { kind: 'status', status: 402, id: 'delinquent' },
  'finds no answer': { kind: 'html', status: 502 },
  'is too slow': { kind: 'hang' },
  'is limited': { kind: 'rate-limit' },
}

const good: State = 'healthy works'
const held: State = 'degraded account_problem'
const away: State = 'degraded unavailable'
const dead: State = 'reconnect_required refused'
const fresh: State = 'unchecked not_checked'
const ended: State = 'reconnect_required refresh_refused'

/** From each state, by each event that a pasted credential can meet, to which state. */
const transitions: [from: State, by: Record<Happening, State>][] = [good, held, away, dead, fresh, ended].map(
  (from) => {
    const over = from === ended
    const worse = from === dead || over
    return [
      from,
      {
        works: over ? from : good,
        'is refused': over ? from : dead,
        'has an account problem': worse ? from : held,
        'finds no answer': worse || from === held ? from : away,
        'is too slow': worse || from === held ? from : away,
        'is limited': from,
      },
    ]
  },
)

const table = transitions.flatMap(([from, byHappening]) =>
  Object.entries(byHappening).map(([happening, to]) => ({ from, happening, to })),
)

const hour = 3_600_000

describe.each(engines)('health on %s with the sandbox', (engine) => {
  const test = useServices(engine)
  let clock = new Date('2026-03-01T00:00:00.000Z')

  async function connected(): Promise<{ id: string; check: () => Promise<unknown> }> {
    const base = test().services
    const services = { ...base, now: () => clock, upstreamDeadlineMs: 150 }
    const admin = await (await newOrganization(base)).person({ organization: 'admin' })
    const credentials = { authToken: (await test().sandbox.control.mintToken()).token }
    const input = { app: 'heroku', method: 'auth-token', name: 'main', credentials }
    const created = singleConnectionSchema.parse(
      await call({ ...base, now: () => clock }, admin, 'appConnections.create', input),
    )
    const ref = { app: 'heroku', connectionId: created.id }
    return { id: created.id, check: () => call(services, admin, 'appConnections.check', ref) }
  }

  it.each(table)('that was $from and $happening is then $to', async ({ from, happening, to }) => {
    await test().sandbox.control.clearFaults()
    const { id, check } = await connected()
    const [health = '', reason = ''] = from.split(' ')
    const since = clock
    await test()
      .services.db.updateTable('connections')
      .set({ health, health_reason: reason, health_since: since, last_success_at: since })
      .where('id', '=', id)
      .execute()
    const effect = Object.entries(faults).find(([name]) => name === happening)?.[1]
    if (effect !== undefined) await test().sandbox.control.setFault({ times: null, effect })
    clock = new Date(clock.getTime() + hour)

    const answer = check()
    if (happening === 'is limited' && from !== ended) {
      return expect(await refusal(answer)).toMatchObject({ statusCode: 503 })
    }
    const found = singleConnectionSchema.parse(await answer).health
    expect(`${found.status} ${found.reason}`).toBe(to)
    const sameStatus = to.split(' ')[0] === health
    expect(found.since).toBe((sameStatus ? since : clock).toISOString())
    expect(found.lastSuccessAt).toBe((happening === 'works' && from !== ended ? clock : since).toISOString())
    expect(found.remedy === null).toBe(to === good)
    if (to === ended) return expect(found.nextCheckAt).toBeNull()
    const wait = new Date(found.nextCheckAt ?? 0).getTime() - clock.getTime()
    const soon = happening === 'finds no answer' || happening === 'is too slow'
    const every = soon && to !== dead ? hour / 4 : 6 * hour
    expect(wait).toBeGreaterThanOrEqual(every * 0.8)
    expect(wait).toBeLessThanOrEqual(every * 1.2)
  })

  it('says of a new connection what was seen on the way, and of a checked one what it reaches', async () => {
    await test().sandbox.control.clearFaults()
    const { check, id } = await connected()
    const row = await test()
      .services.db.selectFrom('connections')
      .select(['observed', 'next_check_at', 'created_at'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect(row.observed).toEqual({ account: true })
    expect(row.next_check_at?.getTime()).toBeGreaterThan(row.created_at.getTime() + 4 * hour)
    const { health } = singleConnectionSchema.parse(await check())
    expect(health.observed).toEqual({ account: 'yes', apps: 'yes', configVars: 'not_tried' })
  })
})
