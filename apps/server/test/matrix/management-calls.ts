import { randomBytes, randomUUID } from 'node:crypto'
import { insertAccessToken, insertClientSecret, insertInvitation, insertProject } from '@app-connections/db'
import { list, type MakeCell, projectOf, simply } from './world.ts'

/** A call about another identity of the organization, new for each cell. */
const aboutIdentity =
  (procedure: string, more: Record<string, unknown> = {}): MakeCell =>
  async ({ organization }) => ({
    procedure,
    input: { identityId: (await organization.machine({ organization: 'member' })).id, ...more },
  })

/** A call about the role of a new person in a scope. */
const aboutMember =
  (procedure: string, role?: string): MakeCell =>
  async (world, scope, _caller, unknown) => {
    const { id: personId } = await world.organization.person({ organization: 'member', project: 'viewer' })
    const projectId = projectOf(world, scope, unknown)
    const place = projectId === undefined ? { scope: 'organization' } : { scope: 'project', projectId }
    return {
      procedure,
      input: { ...place, member: { personId }, ...(role === undefined ? {} : { role }) },
      echoed: [projectId ?? ''],
    }
  }

export const managementCalls: Record<string, MakeCell> = {
  'create a project': simply('projects.create', () => ({ name: randomUUID() })),
  'list own projects': simply('projects.list'),
  'list other projects': simply('projects.listOthers'),
  'rename a project': async (world, scope) => ({
    procedure: 'projects.update',
    input: { projectId: projectOf(world, scope), name: 'Renamed' },
  }),
  'delete a project': async ({ family, organization }) => {
    const id = randomUUID()
    await insertProject(family.db, { id, org_id: organization.orgId, name: 'Empty', slug: id, type: 'secret-manager' })
    const row = () => family.db.selectFrom('projects').select('id').where('id', '=', id).executeTakeFirst()
    return { procedure: 'projects.remove', input: { projectId: id }, happened: async () => (await row()) === undefined }
  },
  'list members': list('members.list', undefined, false),
  'list candidates': list('members.candidates', undefined, false),
  'give a role': aboutMember('members.set', 'member'),
  'give oneself a role': async (world, scope, caller, unknown) => {
    const projectId = projectOf(world, scope, unknown)
    const member = caller.kind === 'person' ? { personId: caller.id } : { identityId: caller.id }
    const places = 'project_id = $1 and (person_id = $2 or identity_id = $2)'
    const roleHeld = async () =>
      (await world.family.query(`select role from memberships where ${places}`, [projectId, caller.id]))[0]?.role
    const before = await roleHeld()
    const happened = async () => {
      const after = await roleHeld()
      // Restores the role, which later cells need.
      if (before === undefined)
        await world.family.query(`delete from memberships where ${places}`, [projectId, caller.id])
      return after === 'viewer'
    }
    const role = before ?? 'viewer'
    return {
      procedure: 'members.set',
      input: { scope: 'project', projectId, member, role },
      echoed: [projectId ?? ''],
      ...(before === undefined && !unknown ? { happened } : {}),
    }
  },
  'remove a member': aboutMember('members.remove'),
  invite: simply('invitations.create', () => ({ email: `${randomUUID()}@example.com`, role: 'member' })),
  'list invitations': simply('invitations.list'),
  'withdraw an invitation': async ({ family, organization }) => {
    const id = randomUUID()
    const row = { id, org_id: organization.orgId, email: `${id}@example.com`, role: 'member' }
    await insertInvitation(family.db, { ...row, token_hash: randomBytes(32), expiresIn: 60 })
    return { procedure: 'invitations.remove', input: { invitationId: id } }
  },
  'reset a password': async ({ organization }) => ({
    procedure: 'people.createPasswordReset',
    input: { personId: (await organization.person({ organization: 'member' })).id },
  }),
  'create an identity': simply('identities.create', () => ({ name: 'deploy' })),
  'list identities': simply('identities.list'),
  'edit an identity': aboutIdentity('identities.update', { name: 'renamed' }),
  'delete an identity': aboutIdentity('identities.remove'),
  'create a client secret': aboutIdentity('clientSecrets.create'),
  'list client secrets': aboutIdentity('clientSecrets.list'),
  'delete a client secret': async ({ family, organization }) => {
    const { id: identity_id } = await organization.machine({ organization: 'member' })
    const row = { id: randomUUID(), org_id: organization.orgId, identity_id, label: '', uses_limit: 0 }
    await insertClientSecret(family.db, { ...row, secret_hash: randomBytes(32), expiresIn: null })
    return { procedure: 'clientSecrets.remove', input: { clientSecretId: row.id } }
  },
  'create a static token': aboutIdentity('accessTokens.createStatic'),
  'list access tokens': aboutIdentity('accessTokens.list'),
  'delete an access token': async ({ family, organization }) => {
    const { id: identity_id } = await organization.machine({ organization: 'member' })
    const row = { id: randomUUID(), org_id: organization.orgId, identity_id, token_hash: randomBytes(32), ttl: 60 }
    await insertAccessToken(family.db, { ...row, expiresIn: 60, maxExpiresIn: 60 })
    return { procedure: 'accessTokens.remove', input: { accessTokenId: row.id } }
  },
  'rename the organization': simply('organizations.update', () => ({ name: 'Renamed' })),
  'read the settings': simply('organizations.settings'),
  'say who one is': simply('session.whoAmI'),
  'create an organization': simply('organizations.create', () => ({ name: randomUUID() })),
}
