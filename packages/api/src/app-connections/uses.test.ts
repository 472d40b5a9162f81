import { randomUUID } from 'node:crypto'
import { insertAuditEvent } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import { connectionsOverviewSchema, connectionUsesSchema } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import { grantPlace } from '../../test/grants.ts'
import { call, refusal, useServices } from '../../test/services.ts'

describe.each(engines)('what was used through grants on %s with the sandbox', (engine) => {
  const test = useServices(engine)

  it('is added up by grant, by app and by actor, without attempts, denials and what is older than a week', async () => {
    const place = await grantPlace(test())
    const { admin, holder, botId, connectionId, organization, make, atPlatform } = place
    const { services } = test()
    const name = `app-${randomUUID().slice(0, 8)}`
    await atPlatform('POST', '/apps', { name })
    const first = await make(admin, { apps: [name] })
    const second = await make(admin, { subject: { type: 'identity', id: botId } })
    const shop = first.apps?.[0]?.id ?? ''
    let minute = 0
    const used = (actorId: string, grants: string[], outcome: string, resource?: string, daysAgo = 0) =>
      insertAuditEvent(services.db, {
        id: randomUUID(),
        org_id: organization.id,
        at: new Date(Date.now() - daysAgo * 86_400_000 - 3_600_000 + 60_000 * minute++),
        actor_type: actorId === botId ? 'identity' : 'person',
        actor_id: actorId,
        action: 'appConnections.use',
        target_type: 'app-connection',
        target_id: connectionId,
        outcome,
        req_id: 'req-1',
        detail: JSON.stringify({ name: 'main', grants, ...(resource === undefined ? {} : { resource }) }),
      })
    await used(holder.id, [first.id], 'success', shop)
    await used(holder.id, [first.id], 'attempted', shop)
    await used(holder.id, [first.id], 'failed', shop)
    await used(holder.id, [first.id, second.id], 'success')
    await used(botId, [second.id], 'success', 'another-app')
    await used(botId, [second.id], 'denied', shop)
    await used(botId, [second.id], 'success', shop, 8)

    const { grants, apps, complete } = connectionUsesSchema.parse(await call(services, admin, 'appConnections.uses'))
    const counts = (rows: readonly { uses: number; failed: number }[]) => rows.map((row) => [row.uses, row.failed])
    expect(grants.map(({ grantId, actor }) => [grantId, actor?.name])).toEqual([
      [second.id, 'deploy'],
      [first.id, holder.name],
    ])
    expect([counts(grants), counts(apps), complete]).toEqual([
      [
        [2, 0],
        [3, 1],
      ],
      [
        [1, 0],
        [2, 1],
      ],
      true,
    ])
    expect(apps.map(({ app }) => app)).toEqual([
      { id: 'another-app', name: null },
      { id: shop, name },
    ])
    expect(await refusal(call(services, holder, 'appConnections.uses'))).toMatchObject({ statusCode: 403 })

    const overview = connectionsOverviewSchema.parse(await call(services, holder, 'appConnections.overview'))
    expect(overview.uses.map(({ actor, uses, connectionName }) => [actor?.name, uses, connectionName])).toEqual([
      ['deploy', 1, 'main'],
      [holder.name, 3, 'main'],
    ])
  })

  it('is shown of the connections that the caller may read alone', async () => {
    const { admin, holder, connectionId, organization } = await grantPlace(test(), true)
    const stranger = await organization.person({ organization: 'member' })
    const event = { action: 'appConnections.use', target_type: 'app-connection', target_id: connectionId }
    await insertAuditEvent(test().services.db, {
      ...event,
      ...{ id: randomUUID(), org_id: organization.id, project_id: organization.projectId, at: new Date() },
      ...{ actor_type: 'person', actor_id: holder.id, outcome: 'success', req_id: 'req-1', detail: '{"grants":[]}' },
    })
    const usesOf = async (caller: typeof admin) =>
      connectionsOverviewSchema.parse(await call(test().services, caller, 'appConnections.overview')).uses.length
    expect([await usesOf(admin), await usesOf(stranger)]).toEqual([1, 0])
  })
})
