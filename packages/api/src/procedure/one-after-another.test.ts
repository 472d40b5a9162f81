import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import { identitySchema } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { newOrganization, signedIn } from '../../test/organization.ts'
import { call, useServices } from '../../test/services.ts'
import type { Caller, ProcedurePath } from '../index.ts'

/** Concurrent calls need connections of their own, which PGlite does not have. */
describe.each(engines.filter((engine) => engine === 'PostgreSQL'))('changes of access on %s', (engine) => {
  const test = useServices(engine)
  const act = (caller: Caller | undefined, path: ProcedurePath, input: unknown) =>
    call(test().services, caller, path, input)
  const outcomes = async (calls: Promise<unknown>[]) => (await Promise.allSettled(calls)).map(({ status }) => status)

  /** Locks a person's row until both calls wait for it. */
  async function held(personId: string, calls: () => Promise<unknown>[]): Promise<PromiseSettledResult<unknown>[]> {
    const client = await test().database.pool.connect()
    try {
      await client.query('begin')
      await client.query('select from auth."user" where id = $1 for update', [personId])
      const under = Promise.allSettled(calls())
      for (let tries = 0; tries < 200; tries += 1) {
        const { rows } = await client.query(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        )
        if (rows.length >= 2) break
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      await client.query('commit')
      return await under
    } finally {
      client.release()
    }
  }

  it('leave no role in a project to who is not in the organization, in 50 rounds of a removal beside four grants', async () => {
    const organization = await newOrganization(test().services)
    const admin = await organization.person({ organization: 'admin', project: 'admin' })
    const identity = identitySchema.parse(await act(admin, 'identities.create', { name: 'bot', role: 'member' }))
    const member = { identityId: identity.id }
    const { projectId } = organization
    for (let round = 0; round < 50; round += 1) {
      const grants = ['viewer', 'member', 'admin', 'viewer'].map((role) =>
        act(admin, 'members.set', { scope: 'project', projectId, member, role }),
      )
      await outcomes([...grants, act(admin, 'members.remove', { scope: 'organization', member })])
      const left = await test()
        .services.db.selectFrom('memberships')
        .select('id')
        .where('identity_id', '=', identity.id)
        .execute()
      expect(left).toEqual([])
      await act(admin, 'members.set', { scope: 'organization', member, role: 'member' })
    }
  })

  it('are held to that by the database itself', async () => {
    const { services } = test()
    const organization = await newOrganization(services)
    const { id: person_id } = await organization.person({ organization: 'member', project: 'viewer' })
    const elsewhere = await newOrganization(services)
    const ghost = { id: randomUUID(), org_id: elsewhere.id, project_id: elsewhere.projectId, person_id, role: 'admin' }
    await expect(services.db.insertInto('memberships').values(ghost).execute()).rejects.toThrow('memberships_within')
    await services.db
      .deleteFrom('memberships')
      .where('person_id', '=', person_id)
      .where('project_id', 'is', null)
      .execute()
    const left = await services.db.selectFrom('memberships').select('id').where('person_id', '=', person_id).execute()
    expect(left).toEqual([])
  })

  it('leave no link for a new password to who joins another organization meanwhile', async () => {
    const { services } = test()
    const [one, two] = [await newOrganization(services), await newOrganization(services)]
    const [admin, host] = [await one.person({ organization: 'admin' }), await two.person({ organization: 'admin' })]
    for (let round = 0; round < 6; round += 1) {
      const grace = await one.person({ organization: 'member' })
      const invited = await act(host, 'invitations.create', { email: grace.email, role: 'admin' })
      const accept = {
        token: z.object({ token: z.string() }).parse(invited).token,
        name: 'G',
        password: 'a long password',
      }
      const both = [
        () => act(admin, 'people.createPasswordReset', { personId: grace.id }),
        () => act(grace, 'invitations.accept', accept),
      ]
      const results = await held(grace.id, () => (round % 2 === 0 ? both : both.toReversed()).map((start) => start()))
      expect(results[round % 2 === 0 ? 1 : 0]?.status).toBe('fulfilled')
      expect((await signedIn(services, grace.id)).organizations).toHaveLength(2)
      const links = await services.db
        .selectFrom('password_resets')
        .select('person_id')
        .where('person_id', '=', grace.id)
        .execute()
      expect(links).toEqual([])
    }
  })

  it('leave nothing that is made beside its maker’s removal', async () => {
    const { services } = test()
    const organization = await newOrganization(services)
    const admin = await organization.person({ organization: 'admin' })
    const { id: identityId } = identitySchema.parse(await act(admin, 'identities.create', { name: 'bot' }))
    for (let round = 0; round < 10; round += 1) {
      const eve = await organization.person({ organization: 'admin' })
      const remove = () => act(admin, 'members.remove', { scope: 'organization', member: { personId: eve.id } })
      const mints = [
        () => act(eve, 'accessTokens.createStatic', { identityId }),
        () => act(eve, 'clientSecrets.create', { identityId }),
        () => act(eve, 'invitations.create', { email: 'eve@example.com', role: 'admin' }),
      ]
      await outcomes((round % 2 === 0 ? [remove, ...mints] : [...mints, remove]).map((start) => start()))
      for (const table of ['access_tokens', 'client_secrets', 'invitations'] as const) {
        const left = await services.db.selectFrom(table).select('id').where('org_id', '=', organization.id).execute()
        expect(left, table).toEqual([])
      }
    }
  })

  it('count: of 48 webhooks, eight at once, 20 are made', async () => {
    const organization = await newOrganization(test().services)
    const admin = await organization.person({ organization: 'admin' })
    const input = { url: 'http://127.0.0.1:9/', description: '', events: ['connection.created'] }
    const all: string[] = []
    for (let round = 0; round < 6; round += 1) {
      all.push(...(await outcomes(Array.from({ length: 8 }, () => act(admin, 'webhooks.create', input)))))
    }
    expect(all.filter((status) => status === 'fulfilled')).toHaveLength(20)
    expect(await act(admin, 'webhooks.list', undefined)).toHaveLength(20)
  })
})
