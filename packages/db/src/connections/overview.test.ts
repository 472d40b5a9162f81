import { describe, expect, it } from 'vitest'
import { engines, useMigratedDatabase } from '../../test/engines.ts'
import { connectionRow, newOrganization, newProject } from '../../test/rows.ts'
import type { NewConnection } from '../tables/connections.ts'
import type { OrgId } from '../tables/org-id.ts'
import type { Ending } from './ending.ts'
import { selectConnections } from './list.ts'
import { countConnections, selectEnding, selectFailing } from './overview.ts'

const day = 86_400_000
const now = Date.now()
const at = (days: number) => new Date(now + days * day)
const ending = { before: at(7), renewed: [{ app: 'heroku', method: 'oauth' }] }

describe.each(engines)('the statements of an overview on %s', (engine) => {
  const database = useMigratedDatabase(engine)
  const kysely = () => database().kysely

  async function seed(): Promise<{ orgId: OrgId; projectId: string }> {
    const orgId = await newOrganization(kysely())
    const projectId = await newProject(kysely(), orgId)
    const rows: Partial<NewConnection>[] = [
      { name: 'well', health: 'healthy' },
      { name: 'ends', health: 'healthy', credential_expires_at: at(6.9) },
      { name: 'ends-later', health: 'healthy', credential_expires_at: at(7.1) },
      { name: 'ended', health: 'unchecked', credential_expires_at: at(-1) },
      { name: 'renewed', health: 'healthy', method: 'oauth', credential_expires_at: at(0.1) },
      { name: 'of-another-app', health: 'healthy', app: 'other', method: 'oauth', credential_expires_at: at(1) },
      { name: 'doubtful', health: 'degraded', health_since: at(-9) },
      { name: 'dead', health: 'reconnect_required', health_since: at(-1) },
      { name: 'dead-for-long', health: 'reconnect_required', health_since: at(-2) },
      { name: 'in-project', health: 'degraded', health_since: at(-1), project_id: projectId },
      { name: 'gone', health: 'degraded', credential_expires_at: at(1), deleted_at: at(-1) },
    ]
    for (const row of rows) await kysely().insertInto('connections').values(connectionRow(orgId, row)).execute()
    return { orgId, projectId }
  }

  it('count the connections of the scopes by how they are, and no deleted one', async () => {
    const { orgId, projectId } = await seed()
    const own = { orgId, organizationLevel: true, projectIds: [] }
    const counts = { healthy: 5, degraded: 1, reconnect_required: 2, unchecked: 1, expiring: 3 }
    expect(await countConnections(kysely(), own, ending)).toEqual({ total: 9, ...counts })
    const both = { ...own, projectIds: [projectId] }
    expect(await countConnections(kysely(), both, ending)).toMatchObject({ total: 10, degraded: 2 })
    const project = { ...both, organizationLevel: false }
    expect(await countConnections(kysely(), project, ending)).toMatchObject({ total: 1, degraded: 1, expiring: 0 })
    const other = { ...both, orgId: await newOrganization(kysely()) }
    expect(await countConnections(kysely(), other, ending)).toMatchObject({ total: 0 })
  })

  it('give what fails, the worst and longest first, and what ends without being renewed, the next first', async () => {
    const { orgId, projectId } = await seed()
    const scopes = { orgId, organizationLevel: true, projectIds: [projectId] }
    const names = (rows: { name: string }[]) => rows.map(({ name }) => name)
    const failing = ['dead-for-long', 'dead', 'doubtful', 'in-project']
    expect(names(await selectFailing(kysely(), scopes, 20))).toEqual(failing)
    expect(names(await selectFailing(kysely(), scopes, 2))).toEqual(failing.slice(0, 2))
    expect(names(await selectFailing(kysely(), { ...scopes, projectIds: [] }, 20))).toEqual(failing.slice(0, 3))
    expect(names(await selectEnding(kysely(), scopes, ending, 20))).toEqual(['ended', 'of-another-app', 'ends'])
    expect(names(await selectEnding(kysely(), scopes, ending, 1))).toEqual(['ended'])
  })

  it('call the same ones ending that a list leaves, with the others or without them', async () => {
    const { orgId, projectId } = await seed()
    const scopes = { orgId, organizationLevel: true, projectIds: [projectId] }
    const list = async (filter: { ending?: Ending; notEnding?: Ending; health?: string }) =>
      (await selectConnections(kysely(), { ...scopes, ...filter, limit: 20 })).map(({ name }) => name)
    const endingOnes = (await selectEnding(kysely(), scopes, ending, 20)).map(({ name }) => name)
    expect(await list({ ending })).toEqual(endingOnes.toSorted())
    expect(await list({ ending, health: 'unchecked' })).toEqual(['ended'])
    const others = await list({ notEnding: ending })
    expect(others).toEqual(expect.arrayContaining(['well', 'ends-later', 'renewed']))
    expect([...others, ...endingOnes].toSorted()).toEqual(await list({}))
  })
})
