import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import { finished, useOAuth } from '../../test/oauth.ts'
import { call } from '../../test/services.ts'

describe.each(engines)('a consent on %s, to a server that has lost its OAuth client meanwhile', (engine) => {
  const test = useOAuth(engine)

  it('ends as a matter of the set-up, and counts as nobody’s attempt at what they may not', async () => {
    const { admin, consent, services, bareProviders, organization } = test()
    const back = await consent(admin, { purpose: 'create', name: `c-${randomUUID()}` })
    const bare = { ...services, providers: bareProviders }
    const answer = finished.parse(await call(bare, admin, 'oauth.finish', back))
    expect(answer).toEqual({ outcome: 'misconfigured', orgId: organization.id })
    await services.refusals.settled()
    const denied = services.db.selectFrom('audit_events').select('action').where('outcome', '=', 'denied')
    expect(await denied.execute()).toEqual([])
  })
})
