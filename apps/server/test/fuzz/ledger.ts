import { connectionCommonSchema } from '@app-connections/schemas'
import { expect } from 'vitest'
import * as z from 'zod'
import type { Family, Organization } from '../rest-family/family.ts'

const connection = z.looseObject({ ...connectionCommonSchema.shape, app: z.literal('heroku'), method: z.string() })
const withId = z.looseObject({ id: z.uuid() })

export interface Acknowledged {
  readonly procedure: string
  /** The procedure's own output, over either transport. */
  readonly output: unknown
  readonly input: unknown
}

type Told = z.output<typeof connection>

const dryRun = z.object({ dryRun: z.literal(true) })

/** Records the successful calls in one organization, which follow one another. */
export function createLedger() {
  const connections = new Map<string, Told>()
  const made = { projects: new Set<string>(), identities: new Set<string>(), invitations: new Set<string>() }
  const grants = new Set<string>()
  const secrets = new Map<string, string>()
  const acknowledged = new Map<string, number>()
  const everMade = new Set<string>()

  return {
    connections,
    made,
    grants,
    secrets,
    acknowledged,
    record({ procedure, output, input }: Acknowledged): void {
      // A dry run changes nothing, and answers what would end.
      if (dryRun.safeParse(input).success) return
      acknowledged.set(procedure, (acknowledged.get(procedure) ?? 0) + 1)
      const [noun, verb] = procedure.split('.')
      if (noun === 'appConnections') {
        if (verb === 'create' || verb === 'update' || verb === 'restore') {
          const answered = connection.parse(output)
          // A repeat with the same key answers again what was made, which may have changed or gone since.
          if (verb === 'create' && everMade.has(answered.id)) return
          everMade.add(answered.id)
          connections.set(answered.id, answered)
        } else if (verb === 'remove') connections.delete(withId.parse(output).id)
        return
      }
      if (noun === 'grants' && verb === 'create') grants.add(withId.parse(output).id)
      if (noun === 'clientSecrets' && verb === 'create') {
        secrets.set(withId.parse(output).id, z.object({ identityId: z.string() }).parse(input).identityId.toLowerCase())
      } else if (noun === 'clientSecrets' && verb === 'remove') secrets.delete(withId.parse(output).id.toLowerCase())
      const list = noun === 'projects' || noun === 'identities' || noun === 'invitations' ? made[noun] : undefined
      if (list === undefined) return
      if (verb === 'create') list.add(withId.parse(output).id)
      if (verb !== 'remove') return
      const { id } = withId.parse(output)
      list.delete(id.toLowerCase())
      if (noun === 'identities')
        for (const [secret, identity] of secrets) if (identity === id.toLowerCase()) secrets.delete(secret)
    },

    /** Compares the record with the organization's rows. `before` are the ids that it began with. */
    async verify(family: Family, { orgId }: Organization, before: ReadonlySet<string>): Promise<void> {
      const rows = await family.query('select * from connections where org_id = $1 and deleted_at is null', [orgId])
      // A rotation goes on after its call, and moves these two.
      const rotating = new Set(
        (await family.query('select connection_id from rotations')).map((row) => row.connection_id),
      )
      const moving = (id: unknown, ...facts: unknown[]) => (rotating.has(id) ? [] : facts)
      const stored = rows
        .filter(({ id }) => !before.has(`${id}`))
        .map((row) => [
          row.id,
          row.name,
          row.description,
          row.project_id,
          row.method,
          ...moving(row.id, row.version, row.credentials_hash),
        ])
      const known = [...connections.values()].map((one) => [
        one.id,
        one.name,
        one.description,
        one.projectId,
        one.method,
        ...moving(one.id, one.version, one.credentialsHash),
      ])
      expect(stored.toSorted()).toEqual(known.toSorted())
      const ids = async (table: string) =>
        (await family.query(`select id from ${table} where org_id = $1`, [orgId]))
          .map(({ id }) => `${id}`)
          .filter((id) => !before.has(id))
          .toSorted()
      expect(await ids('projects')).toEqual([...made.projects].toSorted())
      expect(await ids('identities')).toEqual([...made.identities].toSorted())
      expect(await ids('invitations')).toEqual([...made.invitations].toSorted())
      expect(await ids('client_secrets')).toEqual([...secrets.keys()].toSorted())
      const events = await family.query(
        `select action, count(*)::int as n from audit_events where org_id = $1 and outcome = 'success' group by action`,
        [orgId],
      )
      const counts = new Map(events.map(({ action, n }) => [action, n]))
      for (const action of [
        'appConnections.remove',
        'appConnections.restore',
        'projects.create',
        'projects.remove',
        'identities.create',
        'identities.remove',
        'invitations.create',
        'clientSecrets.create',
        'grants.update',
        'grants.end',
        'members.set',
        'people.createPasswordReset',
      ]) {
        expect([action, counts.get(action) ?? 0]).toEqual([action, acknowledged.get(action) ?? 0])
      }
      // A repeat with the same key and an update without a change succeed, but leave no event.
      for (const action of ['appConnections.create', 'appConnections.update', 'grants.create']) {
        expect(Number(counts.get(action) ?? 0), action).toBeLessThanOrEqual(acknowledged.get(action) ?? 0)
      }
    },
  }
}
