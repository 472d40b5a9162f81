import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { eventsOf, newOrganization, newPerson, signedIn } from '../../test/organization.ts'
import { call, refusal, useServices } from '../../test/services.ts'
import { createOperatorReset } from './operator-reset.ts'

describe.each(engines)('a new password on %s', (engine) => {
  const test = useServices(engine)

  async function place() {
    const { services } = test()
    const organization = await newOrganization(services)
    const admin = await organization.person({ organization: 'admin' })
    const grace = await organization.person({ organization: 'member' })
    const link = async (personId: string) => {
      const made = await call(services, admin, 'people.createPasswordReset', { personId })
      return `${z.object({ url: z.string() }).parse(made).url.split('#')[1]}`
    }
    const reset = (token: string, password = 'a new password') =>
      call(services, undefined, 'people.resetPassword', { token, password })
    const hashOf = async (personId: string) =>
      (
        await services.db
          .selectFrom('auth.account')
          .select('password')
          .where('userId', '=', personId)
          .executeTakeFirstOrThrow()
      ).password
    return { services, organization, admin, grace, link, reset, hashOf }
  }

  it('is set by a link once, for that person alone, and ends their sessions alone', async () => {
    const { services, admin, grace, link, reset, hashOf } = await place()
    const before = await hashOf(admin.id)
    const token = await link(grace.id)
    expect(token).toMatch(/^acr_[\w-]{43}$/)
    await reset(token)
    expect(await hashOf(grace.id)).toBe(await services.hashPassword('a new password'))
    expect(await hashOf(admin.id)).toBe(before)
    const sessions = await services.db
      .selectFrom('auth.session')
      .select('userId')
      .where('userId', 'in', [admin.id, grace.id])
      .execute()
    expect(sessions).toEqual([{ userId: admin.id }])
    expect(await refusal(reset(token))).toMatchObject({ statusCode: 400 })
    expect(await refusal(reset('acr_unknown'))).toMatchObject({ statusCode: 400 })
  })

  it('is asked for by admins, for people of their own organization', async () => {
    const { services, grace, link } = await place()
    const stranger = await newPerson(services)
    await expect(link(stranger)).rejects.toThrow()
    const elsewhere = await place()
    await expect(elsewhere.link(grace.id)).rejects.toThrow('Could not find that member in the organization')
    const refused = call(services, grace, 'people.createPasswordReset', { personId: grace.id })
    expect(await refusal(refused)).toMatchObject({ statusCode: 403 })
  })

  it('is on record in each organization of the person, by whom it was asked for and set', async () => {
    const { services, organization, admin, grace, link, reset } = await place()
    await reset(await link(grace.id))
    const events = await eventsOf(services, organization.id)
    expect(events.map(({ action, actor, target }) => ({ action, actor, target }))).toEqual([
      { action: 'people.createPasswordReset', actor: admin.id, target: `person ${grace.id}` },
      { action: 'people.resetPassword', actor: grace.id, target: `person ${grace.id}` },
    ])
  })

  it('is given by the operator to whoever has the address, whatever its case; the earlier link ends', async () => {
    const { services, organization, admin, link, reset } = await place()
    const earlier = await link(admin.id)
    const { email } = await signedIn(services, admin.id)
    const url = await createOperatorReset(services, ` ${`${email}`.toUpperCase()} `)
    expect(url).toMatch(/^https:\/\/connections\.example\.com\/reset-password#acr_/)
    expect(await refusal(reset(earlier))).toMatchObject({ statusCode: 400 })
    await reset(`${url?.split('#')[1]}`)
    expect(await createOperatorReset(services, 'nobody@example.com')).toBeUndefined()
    const operator = await services.db
      .selectFrom('audit_events')
      .select(['actor_type', 'target_id'])
      .where('org_id', '=', organization.id)
      .where('actor_type', '=', 'operator')
      .execute()
    expect(operator).toEqual([{ actor_type: 'operator', target_id: admin.id }])
  })
})
