import { liveGrantsFor } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import { endsSchema } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import { type GrantPlace, grantPlace } from '../../test/grants.ts'
import { call, useServices } from '../../test/services.ts'
import type { Caller, ProcedurePath } from '../index.ts'

type Taking = (at: GrantPlace, dryRun: boolean) => [ProcedurePath, Record<string, unknown>]

const member = (scope: 'organization' | 'project', { organization }: GrantPlace, whom: object) =>
  scope === 'organization' ? { scope, member: whom } : { scope, projectId: organization.projectId, member: whom }

const lowers =
  (scope: 'organization' | 'project', role: string): Taking =>
  (at, dryRun) => ['members.set', { ...member(scope, at, { personId: at.holder.id }), role, dryRun }]
const removes =
  (scope: 'organization' | 'project'): Taking =>
  (at, dryRun) => ['members.remove', { ...member(scope, at, { personId: at.holder.id }), dryRun }]

/** Whether a grant that somebody holds, or made, on a connection of the organization or of a project ends. */
const takings: [words: string, inProject: boolean, take: Taking, ends: boolean][] = [
  ['no access to the organization any more', false, lowers('organization', 'no-access'), true],
  ['the same role in the organization', false, lowers('organization', 'member'), false],
  ['a higher role in the organization', false, lowers('organization', 'admin'), false],
  ['removal from the organization', false, removes('organization'), true],
  ['a lower role in the project', true, lowers('project', 'viewer'), true],
  ['the same role in the project', true, lowers('project', 'member'), false],
  ['removal from the project', true, removes('project'), true],
  ['a lower role in the organization alone', true, lowers('organization', 'no-access'), false],
  ['removal from the organization and its projects', true, removes('organization'), true],
]

describe.each(engines)('rights that are taken away on %s', (engine) => {
  const test = useServices(engine)
  const act = (caller: Caller, path: ProcedurePath, input: unknown) => call(test().services, caller, path, input)
  const isLive = async ({ organization, connectionId }: GrantPlace, holder: { id: string }) =>
    (await liveGrantsFor(test().services.db, organization.id, connectionId, holder)).length > 0

  it.each(takings)('of the holder of a grant: %s', async (_words, inProject, take, ends) => {
    const at = await grantPlace(test(), inProject)
    const grant = await at.make(at.admin)
    const child = { subject: { type: 'identity', id: at.botId }, parentId: grant.id }
    await at.make(at.holder, child)
    const [path, input] = take(at, true)
    const { wouldEnd } = endsSchema.parse(await act(at.admin, path, input))
    expect(wouldEnd).toHaveLength(ends ? 2 : 0)
    expect(await isLive(at, at.holder)).toBe(true)
    const { ended } = endsSchema.parse(await act(at.admin, ...take(at, false)))
    expect(ended).toEqual(ends ? wouldEnd : undefined)
    expect(await isLive(at, at.holder)).toBe(!ends)
    expect(await isLive(at, { id: at.botId })).toBe(!ends)
  })

  it('of the identity that holds a grant: it is deleted', async () => {
    const at = await grantPlace(test())
    const grant = await at.make(at.admin, { subject: { type: 'identity', id: at.botId } })
    const removed = endsSchema.parse(await act(at.admin, 'identities.remove', { identityId: at.botId }))
    expect(removed.ended).toMatchObject([{ kind: 'grant', id: grant.id, identity: { id: at.botId, name: 'deploy' } }])
    expect(await isLive(at, { id: at.botId })).toBe(false)
  })

  it.each([
    ['organization', false],
    ['project', true],
  ] as const)('of the maker of a grant, who is no admin of the %s any more', async (scope, inProject) => {
    const at = await grantPlace(test(), inProject)
    const place = inProject
      ? ({ organization: 'member', project: 'admin' } as const)
      : ({ organization: 'admin' } as const)
    const maker = await at.organization.person(place)
    await at.make(maker)
    const input = { ...member(scope, at, { personId: maker.id }), role: 'member' }
    // In a project, what somebody made as its admin does not hang on their role in the organization.
    if (inProject) {
      const whom = { scope: 'organization', member: { personId: maker.id }, role: 'no-access' }
      await act(at.admin, 'members.set', whom)
      expect(await isLive(at, at.holder)).toBe(true)
    }
    const { ended } = endsSchema.parse(await act(at.admin, 'members.set', input))
    expect(ended).toMatchObject([{ kind: 'grant' }])
    expect(await isLive(at, at.holder)).toBe(false)
  })
})
