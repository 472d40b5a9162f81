import { randomBytes, randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { engines, useMigratedDatabase } from '../../test/engines.ts'
import { newIdentity, newOrganization, newPerson, newProject } from '../../test/rows.ts'
import { insertAccessToken } from '../identities/secrets.ts'
import { tokenHash } from '../identities/token-hash.ts'
import { upsertMembership } from '../organizations/memberships.ts'
import type { OrgId } from '../tables/org-id.ts'
import { selectIdentityCaller, selectPersonCaller } from './callers.ts'

const address = '192.0.2.1'
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000)

describe.each(engines)('finding a caller on %s', (engine) => {
  const database = useMigratedDatabase(engine)
  const kysely = () => database().kysely

  async function newToken(identity: { orgId: OrgId; id: string }, secondsLeft: number): Promise<string> {
    const token = randomBytes(32).toString('base64url')
    await insertAccessToken(kysely(), {
      id: randomUUID(),
      org_id: identity.orgId,
      identity_id: identity.id,
      client_secret_id: null,
      token_hash: tokenHash(token),
      ttl: 3_600,
      expiresIn: secondsLeft,
      maxExpiresIn: 7_200,
    })
    return token
  }

  async function newSession(personId: string, secondsLeft: number): Promise<string> {
    const token = randomBytes(24).toString('base64url')
    const at = new Date()
    await kysely()
      .insertInto('auth.session')
      .values({
        id: randomUUID(),
        userId: personId,
        token,
        expiresAt: inSeconds(secondsLeft),
        ipAddress: null,
        userAgent: null,
        createdAt: at,
        updatedAt: at,
      })
      .execute()
    return token
  }

  async function give(
    orgId: OrgId,
    projectId: string | null,
    member: { personId: string } | { identityId: string },
    role: string,
  ) {
    await upsertMembership(kysely(), { id: randomUUID(), orgId, projectId, member, role })
  }

  it('gives an access token’s identity with every role it holds', async () => {
    const orgId = await newOrganization(kysely())
    const projectId = await newProject(kysely(), orgId, 'Shop')
    await newProject(kysely(), orgId, 'Not theirs')
    const identity = await newIdentity(kysely(), orgId)
    await give(orgId, null, { identityId: identity.id }, 'member')
    await give(orgId, projectId, { identityId: identity.id }, 'viewer')
    await give(orgId, projectId, { identityId: identity.id }, 'admin')

    const caller = await selectIdentityCaller(
      kysely(),
      tokenHash(await newToken({ orgId, id: identity.id }, 60)),
      address,
    )
    expect(caller).toMatchObject({ orgId, identityId: identity.id, name: 'deploy', ttl: 3_600 })
    expect(caller?.expiresAt).toBeInstanceOf(Date)
    expect(caller?.memberships).toHaveLength(2)
    expect(caller?.memberships).toContainEqual({ orgId, role: 'member', project: null })
    expect(caller?.memberships).toContainEqual({
      orgId,
      role: 'admin',
      project: { id: projectId, name: 'Shop', slug: `project-${projectId}`, type: 'secret-manager' },
    })
  })

  it('gives an identity without a role an empty list', async () => {
    const orgId = await newOrganization(kysely())
    const { id } = await newIdentity(kysely(), orgId)
    const caller = await selectIdentityCaller(kysely(), tokenHash(await newToken({ orgId, id }, 60)), address)
    expect(caller?.memberships).toEqual([])
  })

  it('finds nobody for an unknown or expired access token', async () => {
    const orgId = await newOrganization(kysely())
    const { id } = await newIdentity(kysely(), orgId)
    const expired = await newToken({ orgId, id }, -1)
    expect(await selectIdentityCaller(kysely(), tokenHash(expired), address)).toBeUndefined()
    expect(await selectIdentityCaller(kysely(), tokenHash(`${expired}x`), address)).toBeUndefined()
  })

  it('gives a session’s person with their organizations by name and every role, and nobody else’s', async () => {
    const [zebra, apple, foreign] = [
      await newOrganization(kysely(), 'Zebra'),
      await newOrganization(kysely(), 'Apple'),
      await newOrganization(kysely(), 'Foreign'),
    ]
    const projectId = await newProject(kysely(), apple)
    const ada = await newPerson(kysely(), 'Ada')
    const grace = await newPerson(kysely(), 'Grace')
    await give(zebra, null, { personId: ada.id }, 'admin')
    await give(apple, null, { personId: ada.id }, 'member')
    await give(foreign, null, { personId: grace.id }, 'admin')
    await give(apple, projectId, { personId: ada.id }, 'viewer')

    const caller = await selectPersonCaller(kysely(), await newSession(ada.id, 60))
    expect(caller).toMatchObject({ personId: ada.id, name: 'Ada', email: ada.email })
    expect(caller?.organizations.map(({ id, name }) => ({ id, name }))).toEqual([
      { id: apple, name: 'Apple' },
      { id: zebra, name: 'Zebra' },
    ])
    expect(caller?.memberships.map(({ orgId, role }) => `${orgId} ${role}`).sort()).toEqual(
      [`${zebra} admin`, `${apple} member`, `${apple} viewer`].sort(),
    )
  })

  it('finds nobody for an unknown or expired session', async () => {
    const { id } = await newPerson(kysely())
    const expired = await newSession(id, -1)
    expect(await selectPersonCaller(kysely(), expired)).toBeUndefined()
    expect(await selectPersonCaller(kysely(), '')).toBeUndefined()
  })
})
