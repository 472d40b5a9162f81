import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import { singleConnectionSchema } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import { finished, useOAuth } from '../../test/oauth.ts'
import { call, refusal } from '../../test/services.ts'
import type { Person, ProcedurePath, Services } from '../index.ts'

/** How a right is lost, and the status of a call that finds that out when it writes. */
const losses = [
  ['demoted', 403],
  ['removed', 401],
  ['signed out', 401],
] as const

describe.each(engines)('a right that ends while a platform is asked, on %s', (engine) => {
  const test = useOAuth(engine)

  async function lose(how: (typeof losses)[number][0], caller: Person) {
    const { services, admin } = test()
    const whom = { scope: 'organization', member: { personId: caller.id } }
    if (how === 'demoted') await call(services, admin, 'members.set', { ...whom, role: 'member' })
    if (how === 'removed') await call(services, admin, 'members.remove', whom)
    if (how === 'signed out') await services.db.deleteFrom('auth.session').where('id', '=', caller.tokenId).execute()
  }

  /** The services of a call whose caller loses their right after the platform has answered, when the key is asked for. */
  function losing(how: (typeof losses)[number][0], caller: Person): Services {
    const { services } = test()
    const { keyring } = services
    let lost = false
    const forOrg: typeof keyring.forOrg = async (orgId) => {
      if (!lost) await lose(how, caller)
      lost = true
      return keyring.forOrg(orgId)
    }
    return { ...services, keyring: { ...keyring, forOrg } }
  }

  const everything = async (table: 'connections' | 'notices') =>
    test().services.db.selectFrom(table).selectAll().orderBy('id').execute()

  const newConnection = async () => ({
    app: 'heroku',
    method: 'auth-token',
    name: `c-${randomUUID()}`,
    credentials: { authToken: (await test().sandbox.control.mintToken()).token },
  })

  it.each(losses)('stores nothing by who was %s', async (how, status) => {
    const { services, admin, organization } = test()
    const given = await newConnection()
    const { id: connectionId } = singleConnectionSchema.parse(
      await call(services, admin, 'appConnections.create', await newConnection()),
    )
    const [before, notices] = [await everything('connections'), await everything('notices')]
    const { credentials } = await newConnection()
    const calls: [ProcedurePath, Record<string, unknown>][] = [
      ['appConnections.create', given],
      ['appConnections.create', { ...given, idempotencyKey: randomUUID() }],
      ['appConnections.update', { app: 'heroku', connectionId, credentials }],
      ['appConnections.remove', { app: 'heroku', connectionId, revokeUpstream: true }],
    ]
    for (const [path, input] of calls) {
      const caller = await organization.person({ organization: 'admin' })
      const { statusCode } = await refusal(call(losing(how, caller), caller, path, input))
      expect([path, statusCode]).toEqual([path, status])
    }
    expect(await everything('connections')).toEqual(before)
    expect(await everything('notices')).toEqual(notices)
  })

  it.each(losses)('keeps no consent of who was %s', async (how, status) => {
    const { consent, connect, organization } = test()
    const connectionId = await connect()
    for (const input of [
      { purpose: 'create', name: `c-${randomUUID()}` },
      { purpose: 'reconnect', connectionId },
    ]) {
      const caller = await organization.person({ organization: 'admin' })
      const given = await consent(caller, input)
      const before = await everything('connections')
      const answer = finished.parse(await call(losing(how, caller), caller, 'oauth.finish', given))
      expect(answer.outcome).toBe(status === 403 ? 'not_allowed' : 'unavailable')
      expect(await everything('connections')).toEqual(before)
    }
  })
})
