import { orgIdOf, tokenHash } from '@app-connections/db'
import { replaceSetupCode } from '@app-connections/db/system'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { eventsOf, signedIn } from '../../test/organization.ts'
import { call, refusal, useServices } from '../../test/services.ts'

describe.each(engines)('the first set-up on %s', (engine) => {
  const test = useServices(engine)

  it('makes one organization and its admin, once, against the code alone', async () => {
    const { services } = test()
    await replaceSetupCode(services.db, tokenHash('THE-CODE'))
    const input = {
      code: 'THE-CODE',
      organization: 'Acme',
      name: 'Ada',
      email: 'Ada@Example.com',
      password: 'a long password',
    }
    const complete = (change: Partial<typeof input> = {}) =>
      call(services, undefined, 'setup.complete', { ...input, ...change })
    const organizations = () => services.db.selectFrom('organizations').selectAll().execute()

    expect(await call(services, undefined, 'setup.status')).toEqual({ needed: true })
    expect(await refusal(complete({ code: 'ANOTHER' }))).toMatchObject({ statusCode: 400 })
    expect(await refusal(complete({ password: 'short', email: 'no address' }))).toMatchObject({ statusCode: 422 })
    expect(await organizations()).toEqual([])
    expect(test().setUps).toBe(0)

    const results = await Promise.allSettled([complete(), complete(), complete()])
    const made = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    expect(made).toHaveLength(1)
    const { orgId, personId, slug } = z.object({ orgId: z.uuid(), personId: z.uuid(), slug: z.string() }).parse(made[0])
    expect(slug).toBe('acme')
    expect(await organizations()).toHaveLength(1)
    expect(test().setUps).toBe(1)
    expect(await call(services, undefined, 'setup.status')).toEqual({ needed: false })
    expect(await signedIn(services, personId)).toMatchObject({
      email: 'ada@example.com',
      memberships: [{ orgId, role: 'admin', project: null }],
    })
    expect(await eventsOf(services, orgIdOf(orgId))).toMatchObject([{ action: 'setup.complete', actor: personId }])

    expect(await refusal(complete())).toMatchObject({ statusCode: 400 })
    await replaceSetupCode(services.db, tokenHash('A-LATER-CODE'))
    expect(await refusal(complete({ code: 'A-LATER-CODE' }))).toMatchObject({ statusCode: 400 })
    expect(await organizations()).toHaveLength(1)
  })
})
