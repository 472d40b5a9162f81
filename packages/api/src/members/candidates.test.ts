import { randomUUID } from 'node:crypto'
import { insertIdentity, upsertMembership } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import { memberCandidatesSchema } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import { newOrganization } from '../../test/organization.ts'
import { call, refusal, useServices } from '../../test/services.ts'
import type { Caller } from '../index.ts'

describe.each(engines)('whom a project can be given on %s', (engine) => {
  const test = useServices(engine)

  async function team() {
    const { services } = test()
    const organization = await newOrganization(services)
    const newIdentity = async (name: string, places: (string | null)[]) => {
      const id = randomUUID()
      const times = { access_token_ttl: 60, access_token_max_ttl: 60 }
      await insertIdentity(services.db, { id, org_id: organization.id, name, client_id: randomUUID(), ...times })
      for (const projectId of places) {
        const place = { id: randomUUID(), orgId: organization.id, projectId, role: 'member' }
        await upsertMembership(services.db, { ...place, member: { identityId: id } })
      }
      return id
    }
    return {
      organization,
      inside: await organization.person({ organization: 'member', project: 'viewer' }),
      outside: await organization.person({ organization: 'no-access' }),
      machine: await newIdentity('deploy', [null]),
      insideMachine: await newIdentity('inside', [null, organization.projectId]),
      projectAdmin: await organization.person({ organization: 'member', project: 'admin' }),
      admin: await organization.person({ organization: 'admin' }),
      memberAdmin: await organization.person({ organization: 'admin', project: 'viewer' }),
    }
  }
  const ask = (caller: Caller, projectId: string) => call(test().services, caller, 'members.candidates', { projectId })

  it('is everybody of the organization who is not in it, for the admins of the project', async () => {
    const { organization, outside, admin, machine, projectAdmin } = await team()
    await newOrganization(test().services).then((other) => other.person({ organization: 'admin' }))
    const found = memberCandidatesSchema.parse(await ask(projectAdmin, organization.projectId))
    expect(found.people.map(({ id }) => id).sort()).toEqual([outside.id, admin.id].sort())
    expect(found.people.every(({ name, email }) => name === 'Ada' && email.includes('@'))).toBe(true)
    expect(found.identities).toEqual([{ id: machine, name: 'deploy' }])
  })

  it('is oneself alone, for an admin of the organization who does not manage it', async () => {
    const { organization, admin, memberAdmin } = await team()
    const { projectId } = organization
    const themselves = memberCandidatesSchema.parse(await ask(admin, projectId))
    expect(themselves).toMatchObject({ people: [{ id: admin.id }], identities: [] })
    expect(await ask(memberAdmin, projectId)).toEqual({ people: [], identities: [] })
  })

  it('is nobody else’s to know', async () => {
    const { organization, inside, outside, admin, projectAdmin } = await team()
    const { projectId, otherProjectId } = organization
    expect(await refusal(ask(inside, projectId))).toMatchObject({ statusCode: 403 })
    expect(await refusal(ask(outside, projectId))).toMatchObject({ statusCode: 404 })
    expect(await refusal(ask(projectAdmin, otherProjectId))).toMatchObject({ statusCode: 404 })
    const foreign = await newOrganization(test().services)
    for (const id of [foreign.projectId, randomUUID(), 'no-uuid']) {
      expect(await refusal(ask(admin, id))).toMatchObject({ statusCode: 404 })
    }
  })
})
