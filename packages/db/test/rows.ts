import { randomBytes, randomUUID } from 'node:crypto'
import type { NewAuditEvent } from '../src/audit/events.ts'
import type { Queryable } from '../src/engine/database.ts'
import { insertIdentity } from '../src/identities/identities.ts'
import { insertAccessToken } from '../src/identities/secrets.ts'
import { insertOrganization, insertProject } from '../src/organizations/organizations.ts'
import { insertPerson } from '../src/system/people.ts'
import type { NewConnection } from '../src/tables/connections.ts'
import { type OrgId, orgIdOf } from '../src/tables/org-id.ts'

/** Makes an organization with a data key and returns its id. */
export async function newOrganization(db: Queryable, name = 'Acme'): Promise<OrgId> {
  const id = orgIdOf(randomUUID())
  const organization = { id, name, slug: `org-${id}`, fingerprint_key: randomBytes(32) }
  await insertOrganization(db, organization, { id: randomUUID(), wrapped: randomBytes(32) })
  return id
}

export async function newProject(db: Queryable, orgId: OrgId, name = 'Shop'): Promise<string> {
  const id = randomUUID()
  await insertProject(db, { id, org_id: orgId, name, slug: `project-${id}`, type: 'secret-manager' })
  return id
}

export async function newPerson(db: Queryable, name = 'Ada'): Promise<{ id: string; email: string }> {
  const id = randomUUID()
  const email = `${id}@example.com`
  await insertPerson(db, { id, accountId: randomUUID(), name, email, passwordHash: 'a hash', at: new Date() })
  return { id, email }
}

export async function newIdentity(db: Queryable, orgId: OrgId): Promise<{ id: string; clientId: string }> {
  const row = await insertIdentity(db, {
    id: randomUUID(),
    org_id: orgId,
    name: 'deploy',
    client_id: randomUUID(),
    access_token_ttl: 3_600,
    access_token_max_ttl: 7_200,
  })
  return { id: row.id, clientId: row.client_id }
}

/** A token of an identity, for an hour. Resolves with its id. */
export async function newToken(db: Queryable, orgId: OrgId, identityId: string): Promise<string> {
  const id = randomUUID()
  const lives = { ttl: 3_600, expiresIn: 3_600, maxExpiresIn: 3_600 }
  const token = { id, org_id: orgId, identity_id: identityId, token_hash: randomBytes(32) }
  await insertAccessToken(db, { ...token, ...lives })
  return id
}

/** A connection of the organization itself, unless `change` says otherwise. */
export function connectionRow(orgId: OrgId, change: Partial<NewConnection> = {}): NewConnection {
  const at = new Date()
  return {
    id: randomUUID(),
    org_id: orgId,
    project_id: null,
    name: 'main',
    description: null,
    app: 'heroku',
    method: 'auth-token',
    credentials: randomBytes(48),
    credentials_hash: randomBytes(32).toString('hex'),
    version: 1,
    revision: 1,
    seal_revision: 1,
    account: JSON.stringify({ email: 'ada@example.com' }),
    created_at: at,
    updated_at: at,
    ...change,
  }
}

export function eventRow(orgId: OrgId, action: string): NewAuditEvent {
  return {
    id: randomUUID(),
    org_id: orgId,
    at: new Date(),
    actor_type: 'person',
    actor_id: randomUUID(),
    token_id: null,
    address: '192.0.2.1',
    user_agent: null,
    action,
    target_type: 'app-connection',
    target_id: randomUUID(),
    project_id: null,
    outcome: 'success',
    req_id: 'req-1',
    detail: JSON.stringify({ name: 'main' }),
  }
}
