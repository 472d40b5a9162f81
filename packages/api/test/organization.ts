import { randomBytes, randomUUID } from 'node:crypto'
import type { OrgId } from '@app-connections/db'
import { insertOrganization, insertProject, orgIdOf, upsertMembership } from '@app-connections/db'
import { insertPerson } from '@app-connections/db/system'
import type { OrganizationRole, ProjectRole } from '@app-connections/schemas'
import { createDataKey, createFingerprintKey } from '@app-connections/sealing'
import { callerOfSession, type Person, type Services } from '../src/index.ts'

/** A role in the organization and, optionally, one in the project. */
export interface Place {
  readonly organization: OrganizationRole
  readonly project?: ProjectRole
}

export interface TestOrganization {
  readonly id: OrgId
  readonly projectId: string
  /** A project that nobody is in, unless a test adds somebody. */
  readonly otherProjectId: string
  /** A new person with these roles, signed in. */
  person(place: Place): Promise<Person>
  /** The same person as a caller with their present roles. */
  again(caller: Person): Promise<Person>
}

/** An organization with keys and two projects. */
export async function newOrganization(services: Services): Promise<TestOrganization> {
  const { db, keyring } = services
  const id = orgIdOf(randomUUID())
  const fingerprintKey = createFingerprintKey(keyring.kek, id)
  const organization = { id, name: 'Acme', slug: `acme-${id}`, fingerprint_key: fingerprintKey }
  await insertOrganization(db, organization, createDataKey(keyring.kek, id))
  const newProject = async (name: string) => {
    const project = { id: randomUUID(), org_id: id, name, slug: name.toLowerCase(), type: 'secret-manager' }
    return (await insertProject(db, project)).id
  }
  const projectId = await newProject('Shop')
  const otherProjectId = await newProject('Secret')
  return {
    id,
    projectId,
    otherProjectId,
    async person(place) {
      const personId = await newPerson(services)
      const give = (scope: string | null, role: string) =>
        upsertMembership(db, { id: randomUUID(), orgId: id, projectId: scope, member: { personId }, role })
      await give(null, place.organization)
      if (place.project !== undefined) await give(projectId, place.project)
      return signedIn(services, personId)
    },
    again: ({ id: personId }) => signedIn(services, personId),
  }
}

export async function newPerson(services: Services): Promise<string> {
  const id = randomUUID()
  const email = `${id}@example.com`
  const person = { id, accountId: randomUUID(), name: 'Ada', email, passwordHash: 'a hash', at: new Date() }
  await insertPerson(services.db, person)
  return id
}

/** The person as a caller with their present roles, by a session as better-auth stores it. */
export async function signedIn(services: Services, personId: string): Promise<Person> {
  const token = randomBytes(24).toString('base64url')
  const at = new Date()
  const session = { id: randomUUID(), userId: personId, token, expiresAt: new Date(at.getTime() + 3_600_000) }
  await services.db
    .insertInto('auth.session')
    .values({ ...session, ipAddress: null, userAgent: null, createdAt: at, updatedAt: at })
    .execute()
  const caller = await callerOfSession(services, token)
  if (caller === undefined) throw new Error('the session was just made')
  return caller
}

/** The audit events of an organization in the order in which they were written, without actor and time. */
export async function eventsOf(services: Services, orgId: OrgId) {
  const rows = await services.db
    .selectFrom('audit_events')
    .selectAll()
    .where('org_id', '=', orgId)
    .orderBy('at')
    .orderBy('id')
    .execute()
  return rows.map(({ action, outcome, actor_id, target_type, target_id, project_id, detail }) => ({
    action,
    outcome,
    actor: actor_id,
    target: `${target_type} ${target_id}`,
    projectId: project_id,
    detail,
  }))
}
