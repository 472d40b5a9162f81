import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { engines, useMigratedDatabase } from '../../test/engines.ts'
import { newIdentity, newOrganization, newPerson, newProject } from '../../test/rows.ts'
import { insertClientSecret } from '../identities/secrets.ts'
import { tokenHash } from '../identities/token-hash.ts'
import { insertInvitation } from '../organizations/invitations.ts'
import { isOrganizationMember, type MemberRef, otherAdmins, upsertMembership } from '../organizations/memberships.ts'
import { takeInvitation } from './invitations.ts'
import { selectLoginTarget, useClientSecret } from './login.ts'
import { selectPersonByEmail } from './people.ts'
import { isSetupNeeded, replaceSetupCode, takeSetupCode } from './setup.ts'

/** Runs `act` six times at once and returns how often it gave a result. */
async function atOnce(act: () => Promise<unknown>): Promise<number> {
  const results = await Promise.all(Array.from({ length: 6 }, act))
  return results.filter((result) => result !== undefined && result !== false).length
}

describe.each(engines)('what may be used once or so often on %s', (engine) => {
  const database = useMigratedDatabase(engine)
  const kysely = () => database().kysely

  it('a set-up code is taken once, by one caller, and only the latest one', async () => {
    expect(await isSetupNeeded(kysely())).toBe(true)
    await replaceSetupCode(kysely(), tokenHash('earlier'))
    await replaceSetupCode(kysely(), tokenHash('latest'))
    expect(await takeSetupCode(kysely(), tokenHash('earlier'))).toBe(false)
    expect(await atOnce(() => takeSetupCode(kysely(), tokenHash('latest')))).toBe(1)
  })

  it('a set-up code is worth nothing once there is an organization', async () => {
    await replaceSetupCode(kysely(), tokenHash('late'))
    await newOrganization(kysely())
    expect(await isSetupNeeded(kysely())).toBe(false)
    expect(await takeSetupCode(kysely(), tokenHash('late'))).toBe(false)
  })

  it('an invitation is taken once, by one caller, until it expires', async () => {
    const orgId = await newOrganization(kysely())
    const invite = async (secondsLeft: number) => {
      const hash = randomBytes(32)
      const invitation = { id: randomUUID(), org_id: orgId, email: 'new@example.com', role: 'member' }
      await insertInvitation(kysely(), { ...invitation, token_hash: hash, expiresIn: secondsLeft })
      return hash
    }
    const [valid, contested, expired] = [await invite(60), await invite(60), await invite(-1)]
    expect(await takeInvitation(kysely(), expired)).toBeUndefined()
    expect(await takeInvitation(kysely(), randomBytes(32))).toBeUndefined()
    expect(await takeInvitation(kysely(), valid)).toMatchObject({ orgId, email: 'new@example.com', role: 'member' })
    expect(await atOnce(() => takeInvitation(kysely(), contested))).toBe(1)
  })

  describe('a client secret', () => {
    async function newSecret(limits: { uses_limit?: number; expiresIn?: number } = {}) {
      const orgId = await newOrganization(kysely())
      const identity = await newIdentity(kysely(), orgId)
      const hash = randomBytes(32)
      const secret = { id: randomUUID(), org_id: orgId, identity_id: identity.id, label: '', secret_hash: hash }
      await insertClientSecret(kysely(), { ...secret, expiresIn: null, uses_limit: 0, ...limits })
      return { orgId, identity, hash, id: secret.id, use: () => useClientSecret(kysely(), identity.clientId, hash) }
    }

    it('gives its identity’s times to live, as often as one likes where there is no limit', async () => {
      const secret = await newSecret()
      const expected = { id: secret.id, ttl: 3_600, maxTtl: 7_200, makers: [] }
      expect(await secret.use()).toEqual(expected)
      expect(await secret.use()).toEqual(expected)
    })

    it('is used no more often than its limit, also by several at once', async () => {
      const secret = await newSecret({ uses_limit: 3 })
      expect(await atOnce(secret.use)).toBe(3)
      expect(await secret.use()).toBeUndefined()
    })

    it('is of no use after its end', async () => {
      expect(await (await newSecret({ expiresIn: -1 })).use()).toBeUndefined()
      expect(await (await newSecret({ expiresIn: 60 })).use()).toBeDefined()
    })

    it('is of no use with another client id, and that costs none of its uses', async () => {
      const [one, other] = [await newSecret({ uses_limit: 1 }), await newSecret()]
      expect(await useClientSecret(kysely(), other.identity.clientId, one.hash)).toBeUndefined()
      expect(await useClientSecret(kysely(), one.identity.clientId, other.hash)).toBeUndefined()
      expect(await one.use()).toBeDefined()
    })

    it('is found out to belong to an organization by its client id alone', async () => {
      const { orgId, identity } = await newSecret()
      const target = { identityId: identity.id, orgId, trusted: true, locked: false }
      expect(await selectLoginTarget(kysely(), identity.clientId, '192.0.2.1')).toEqual(target)
      expect(await selectLoginTarget(kysely(), randomUUID(), '192.0.2.1')).toBeUndefined()
    })
  })

  it('the admins of an organization other than one of them are counted: people, in the organization itself', async () => {
    const orgId = await newOrganization(kysely())
    const projectId = await newProject(kysely(), orgId)
    const [ada, grace, viewer] = [await newPerson(kysely()), await newPerson(kysely()), await newPerson(kysely())]
    const identity = await newIdentity(kysely(), orgId)
    const give = (member: MemberRef, role: string, project: string | null = null) =>
      upsertMembership(kysely(), { id: randomUUID(), orgId, projectId: project, member, role })
    const others = (member: MemberRef) =>
      kysely()
        .transaction()
        .execute((trx) => otherAdmins(trx, orgId, member))
    await give({ personId: ada.id }, 'admin')
    await give({ identityId: identity.id }, 'admin')
    await give({ personId: viewer.id }, 'member')
    await give({ personId: viewer.id }, 'admin', projectId)
    expect(await others({ personId: ada.id })).toBe(0)
    expect(await others({ personId: viewer.id })).toBe(1)
    expect(await others({ identityId: identity.id })).toBe(1)
    await give({ personId: grace.id }, 'admin')
    expect(await others({ personId: ada.id })).toBe(1)
    await give({ personId: grace.id }, 'member')
    expect(await others({ personId: ada.id })).toBe(0)

    expect(await isOrganizationMember(kysely(), orgId, { personId: grace.id })).toBe(true)
    expect(await isOrganizationMember(kysely(), orgId, { identityId: identity.id })).toBe(true)
    const stranger = await newPerson(kysely())
    expect(await isOrganizationMember(kysely(), orgId, { personId: stranger.id })).toBe(false)
  })

  it('a person is found by the e-mail address, and an address is taken once', async () => {
    const { id, email } = await newPerson(kysely())
    expect(await selectPersonByEmail(kysely(), email)).toEqual({ id })
    expect(await selectPersonByEmail(kysely(), 'nobody@example.com')).toBeUndefined()
    await sql`select 1`.execute(kysely())
  })
})
