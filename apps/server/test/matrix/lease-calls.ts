import { randomUUID } from 'node:crypto'
import { insertGrant } from '@app-connections/db'
import { connectionsPath } from '../rest-family/connections.ts'
import type { Somebody } from '../rest-family/family.ts'
import type { ScopeName } from './expected.ts'
import { connectionIn, type MakeCell, projectOf, type World } from './world.ts'

const app = 'heroku'

/** Gives somebody a grant that allows leases; null where they are no members of the scope, and cannot hold one. */
async function newGrant(
  world: World,
  scope: ScopeName,
  { kind, id }: Pick<Somebody, 'kind' | 'id'>,
): Promise<string | null> {
  const grantId = randomUUID()
  const { family, organization, readerId } = world
  const place = projectOf(world, scope) ?? organization.orgId
  const member = 'select from memberships where holder = $1 and place = $2'
  if ((await family.query(member, [id, place])).length === 0) return null
  await insertGrant(family.db, {
    id: grantId,
    org_id: organization.orgId,
    connection_id: connectionIn(world, scope).id,
    project_id: projectOf(world, scope) ?? null,
    ...(kind === 'person' ? { person_id: id } : { identity_id: id }),
    makers: [scope === 'other' ? id : readerId],
    actions: ['leases:create'],
    lease: JSON.stringify({ scopes: ['read'], maxSeconds: 900 }),
  })
  return grantId
}

/** A token or session of the holder's that stands: with it, the lease does. */
const aToken = `(select id from access_tokens where identity_id = $4 and expires_at > now()
  union all select id from auth.session where "userId" = $3 and "expiresAt" > now() limit 1)`

/** A lease that somebody has, without a token of the platform behind it. */
async function newLease(world: World, scope: ScopeName, holder: Somebody | undefined): Promise<string> {
  const id = randomUUID()
  const who = holder ?? ({ kind: 'machine', id: world.readerId } as const)
  const grantId = await newGrant(world, scope, who)
  // A connection has so many at most.
  await world.family.query('delete from leases where connection_id = $1', [connectionIn(world, scope).id])
  await world.family.query(
    `insert into leases (id, org_id, connection_id, grant_id, person_id, identity_id, token_id, scopes, seconds, state,
       platform_id, account_id, expires_at)
     select $1, org_id, id, $2, $3, $4, ${aToken}, '{read}', 900, 'live', $5, account ->> 'id',
       now() + interval '900 seconds' from connections where id = $6`,
    [
      ...[id, grantId ?? randomUUID(), who.kind === 'person' ? who.id : null, who.kind === 'person' ? null : who.id],
      ...[randomUUID(), connectionIn(world, scope).id],
    ],
  )
  return id
}

const about =
  (procedure: string, [method, below]: readonly [method: string, below: string], own: boolean): MakeCell =>
  async (world, scope, caller, unknown) => {
    const connectionId = connectionIn(world, scope).id
    const leaseId = unknown ? randomUUID() : await newLease(world, scope, own ? caller : undefined)
    return {
      procedure,
      input: { app, connectionId, leaseId },
      rest: {
        method,
        path: `${connectionsPath}/${connectionId}/leases/${leaseId}${below}`,
        body: method === 'POST' ? {} : undefined,
      },
      echoed: [leaseId],
    }
  }

export const leaseCalls: Record<string, MakeCell> = {
  'open a lease': async (world, scope, caller, unknown) => {
    const connectionId = unknown ? randomUUID() : connectionIn(world, scope).id
    if (!unknown) await newGrant(world, scope, caller)
    return {
      procedure: 'leases.create',
      input: { app, connectionId },
      rest: { method: 'POST', path: `${connectionsPath}/${connectionId}/leases`, body: {} },
      echoed: [connectionId],
    }
  },
  'list leases': async (world, scope, _caller, unknown) => {
    const connectionId = unknown ? randomUUID() : connectionIn(world, scope).id
    return {
      procedure: 'leases.list',
      input: { app, connectionId },
      rest: { method: 'GET', path: `${connectionsPath}/${connectionId}/leases` },
      echoed: [connectionId],
    }
  },
  'read a lease': about('leases.get', ['GET', ''], false),
  'end a lease': about('leases.end', ['DELETE', ''], false),
  'renew a lease': about('leases.renew', ['POST', '/renew'], true),
}
