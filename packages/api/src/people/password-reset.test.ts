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

  it('is set by no link that is older than the person\u2019s place in another organization', async () => {
    const { services, organization, grace, link, reset } = await place()
    const made = await link(grace.id)
    const elsewhere = await newOrganization(services)
    const other = await elsewhere.person({ organization: 'admin' })
    const { email } = grace
    const invited = await call(services, other, 'invitations.create', { email, role: 'member' })
    const { url } = z.object({ url: z.string() }).parse(invited)
    const accept = { token: url.split('#')[1], name: 'Grace', password: 'a long password' }
    await call(services, grace, 'invitations.accept', accept)
    expect(await refusal(reset(made))).toMatchObject({ statusCode: 400 })

    const second = await organization.person({ organization: 'admin' })
    const before = await link(second.id)
    await call(services, second, 'organizations.create', { name: `Another ${second.id.slice(-12)}` })
    expect(await refusal(reset(before))).toMatchObject({ statusCode: 400 })
  })

  it('is set by no link of who is no admin any more, and nobody joins by their invitation', async () => {
    const { services, organization, admin, grace, link, reset } = await place()
    const made = await link(grace.id)
    const invited = await call(services, admin, 'invitations.create', { email: 'eve@example.com', role: 'admin' })
    const { url } = z.object({ url: z.string() }).parse(invited)
    const other = await organization.person({ organization: 'admin' })
    const demotion = { scope: 'organization', member: { personId: admin.id }, role: 'member' }
    await call(services, other, 'members.set', demotion)
    expect(await refusal(reset(made))).toMatchObject({ statusCode: 400 })
    const accept = { token: url.split('#')[1], name: 'Eve', password: 'a long password' }
    expect(await refusal(call(services, undefined, 'invitations.accept', accept))).toMatchObject({ statusCode: 400 })
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
