import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import { eventsOf, newOrganization } from '../../test/organization.ts'
import { refusal, useServices } from '../../test/services.ts'
import { anonymous } from '../access/actor.ts'
import type { Mail } from '../services/mailer.ts'
import { noteWrongPassword } from './alarm.ts'
import { giveTurnsBack, takeTurn } from './brake.ts'

describe.each(engines)('wrong passwords on %s', (engine) => {
  const test = useServices(engine)

  /** Moves the stored times back, as if so many seconds had passed. */
  async function pass(seconds: number) {
    const { db } = test().services
    for (const row of await db.selectFrom('password_turns').selectAll().execute()) {
      const earlier = (at: Date) => new Date(at.getTime() - seconds * 1000)
      const times = { last_at: earlier(row.last_at), next_at: earlier(row.next_at) }
      await db.updateTable('password_turns').set(times).where('budget', '=', row.budget).execute()
    }
  }

  it('wait twice as long each time after ten, a minute at most, and no longer than an hour of silence', async () => {
    const { db } = test().services
    const budget = { kind: 'account', email: `${randomUUID()}@example.com` } as const
    for (let count = 0; count < 10; count++) await takeTurn(db, budget)
    const waits = []
    for (let count = 0; count < 9; count++) {
      await takeTurn(db, budget)
      const [row] = await db
        .selectFrom('password_turns')
        .selectAll()
        .where('taken', '=', 11 + count)
        .execute()
      const seconds = ((row?.next_at.getTime() ?? 0) - (row?.last_at.getTime() ?? 0)) / 1000
      waits.push(seconds)
      await pass(seconds)
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60])
    await pass(3_601)
    for (let count = 0; count < 10; count++) await takeTurn(db, budget)
    await giveTurnsBack(db, budget)
    for (let count = 0; count < 11; count++) await takeTurn(db, budget)
    expect(await refusal(takeTurn(db, budget))).toMatchObject({ statusCode: 429, code: 'tooManyPasswords' })
  })

  it('that come at once are no more than one after another', async () => {
    const { db } = test().services
    const budget = { kind: 'session', id: randomUUID() } as const
    const turns = await Promise.allSettled(Array.from({ length: 40 }, () => takeTurn(db, budget)))
    expect(turns.filter(({ status }) => status === 'fulfilled')).toHaveLength(11)
  })

  it('are reported once an hour, in the audit trail and to the account’s person', async () => {
    const mails: Mail[] = []
    const mailer = { send: async (mail: Mail) => mails.push(mail) }
    const services = { ...test().services, mailer }
    const organization = await newOrganization(services)
    const person = await organization.person({ organization: 'member' })
    const request = {
      reqId: 'req-1',
      address: '192.0.2.1',
      userAgent: null,
      organizationId: null,
      endpoint: null,
      admitted: true,
    }
    const wrong = () => noteWrongPassword({ services, request, actor: anonymous }, person.email)
    const trail = async () => (await eventsOf(services, organization.id)).map(({ action, target }) => [action, target])
    for (let count = 0; count < 9; count++) await wrong()
    expect([await trail(), mails]).toEqual([[], []])
    for (let count = 0; count < 30; count++) await wrong()
    expect(await trail()).toEqual([['session.wrongPasswords', `person ${person.id}`]])
    expect(mails).toMatchObject([{ to: person.email, subject: 'Wrong passwords for your account' }])
    const hours = services.db.updateTable('wrong_passwords').set({ since: new Date(Date.now() - 3_601_000) })
    await hours.execute()
    for (let count = 0; count < 12; count++) await wrong()
    expect(mails).toHaveLength(2)
    await noteWrongPassword({ services, request, actor: anonymous }, 'nobody@example.com')
  })
})
