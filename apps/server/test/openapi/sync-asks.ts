import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import type { Answer, Request } from '../http.ts'
import type { TestServer } from '../running-server.ts'

type Ask = (operationId: string, status: number, call: string, request?: Request) => Promise<Answer>

/** Makes every call about syncs to an app of the sandbox, as somebody who may make them in a project. */
export async function askSyncs(
  server: TestServer,
  ask: Ask,
  { token, projectId, connectionId }: { token: string; projectId: string; connectionId: string },
): Promise<void> {
  const as = { token }
  const [app] = await server.sandbox.control.addApps({ count: 1 })
  if (app === undefined) throw new Error('the sandbox made no app')
  const place = { projectId, environment: 'production', secretPath: '/' }
  await ask('createSecret', 200, 'POST /api/v4/secrets/KEY', { ...as, body: { ...place, secretValue: 'a' } })
  const [all, family] = ['/api/v1/secret-syncs', '/api/v1/secret-syncs/heroku']
  await ask('listSecretSyncOptions', 200, `GET ${all}/options`, as)
  const body = {
    ...{ ...place, name: 'first', connectionId, isAutoSyncEnabled: false },
    syncOptions: { initialSyncBehavior: 'overwrite-destination' },
    destinationConfig: { app: app.id, appName: app.name },
  }
  const create = (status: number, more: object, headers: Record<string, string> = {}) =>
    ask('createHerokuSecretSync', status, `POST ${family}`, { ...as, headers, body: { ...body, ...more } })
  const made = await create(200, {}, { 'idempotency-key': 'sync' })
  await create(200, {}, { 'idempotency-key': 'sync' })
  await create(409, { name: 'other' }, { 'idempotency-key': 'sync' })
  await create(400, {})
  await create(400, { name: 'second', secretPath: '/none' })
  await create(404, { name: 'second', connectionId: randomUUID() })
  await create(422, { name: 'No' })
  const { id } = z.object({ secretSync: z.object({ id: z.uuid() }) }).parse(made.body).secretSync
  const one = `${family}/${id}`
  const unknown = `${family}/${randomUUID()}`
  for (const [operationId, address] of [
    ['listSecretSyncs', all],
    ['listHerokuSecretSyncs', family],
  ] as const) {
    await ask(operationId, 200, `GET ${address}?projectId=${projectId}`, as)
    await ask(operationId, 404, `GET ${address}?projectId=${randomUUID()}`, as)
    await ask(operationId, 422, `GET ${address}`, as)
  }
  await ask('getHerokuSecretSync', 200, `GET ${one}`, as)
  await ask('getHerokuSecretSync', 404, `GET ${unknown}`, as)
  await ask('getHerokuSecretSync', 422, `GET ${family}/nonsense`, as)
  await ask('getHerokuSecretSyncByName', 200, `GET ${family}/sync-name/first?projectId=${projectId}`, as)
  await ask('getHerokuSecretSyncByName', 404, `GET ${family}/sync-name/none?projectId=${projectId}`, as)
  await ask('updateHerokuSecretSync', 200, `PATCH ${one}`, { ...as, body: { description: 'x' } })
  await ask('updateHerokuSecretSync', 400, `PATCH ${one}`, { ...as, body: { environment: 'production' } })
  await ask('updateHerokuSecretSync', 404, `PATCH ${unknown}`, { ...as, body: { description: 'x' } })
  const check = { projectId, destinationConfig: body.destinationConfig }
  await ask('checkHerokuSecretSyncDestination', 200, `POST ${family}/check-destination`, { ...as, body: check })
  await ask('checkHerokuSecretSyncDestination', 422, `POST ${family}/check-destination`, { ...as, body: { projectId } })
  const { body: plan } = await ask('planHerokuSecretSync', 200, `POST ${one}/plan`, as)
  const { planId, hash } = z.object({ planId: z.uuid(), hash: z.string() }).parse(plan)
  // Whoever made a plan does not approve it.
  await ask('approveHerokuSecretSyncPlan', 403, `POST ${one}/approve`, { ...as, body: { planId, hash } })
  await ask('approveHerokuSecretSyncPlan', 409, `POST ${one}/approve`, {
    ...as,
    body: { planId, hash: '0'.repeat(64) },
  })
  await ask('approveHerokuSecretSyncPlan', 422, `POST ${one}/approve`, { ...as, body: { planId } })
  await server.database.pool.query(`update config_plans set makers = '{}'`)
  await ask('approveHerokuSecretSyncPlan', 200, `POST ${one}/approve`, { ...as, body: { planId, hash } })
  await ask('applyHerokuSecretSyncPlan', 200, `POST ${one}/apply`, { ...as, body: { planId } })
  await ask('applyHerokuSecretSyncPlan', 404, `POST ${one}/apply`, { ...as, body: { planId: randomUUID() } })
  await ask('applyHerokuSecretSyncPlan', 422, `POST ${one}/apply`, { ...as, body: {} })
  await ask('undoHerokuSecretSyncPlan', 200, `POST ${one}/undo`, as)
  await ask('lookHerokuSecretSyncDrift', 200, `POST ${one}/drift`, as)
  await ask('getHerokuSecretSyncDrift', 200, `GET ${one}/drift`, as)
  await ask('getHerokuSecretSyncDrift', 404, `GET ${unknown}/drift`, as)
  await ask('takeInHerokuSecretSyncDrift', 200, `POST ${one}/drift/take-in`, as)
  await ask('putBackHerokuSecretSyncDrift', 200, `POST ${one}/drift/put-back`, as)
  await ask('listHerokuSecretSyncPlans', 200, `GET ${one}/history`, as)
  await ask('syncHerokuSecretSync', 200, `POST ${one}/sync-secrets`, as)
  await ask('importHerokuSecretSync', 200, `POST ${one}/import-secrets?importBehavior=prioritize-source`, as)
  await ask('importHerokuSecretSync', 422, `POST ${one}/import-secrets`, as)
  await ask('removeHerokuSecretSyncSecrets', 200, `POST ${one}/remove-secrets`, as)
  await server.sandbox.control.setFault({ path: '*/releases', effect: { kind: 'html' } })
  await ask('planHerokuSecretSync', 502, `POST ${one}/plan`, as)
  await ask('deleteHerokuSecretSync', 200, `DELETE ${one}?removeSecrets=true`, as)
  await server.database.pool.query(`update config_runs set status = 'running',
    under_way_until = now() + interval '1 minute' where kind = 'remove'`)
  await ask('deleteHerokuSecretSync', 400, `DELETE ${one}`, as)
  await server.database.pool.query(`update config_runs set status = 'failed' where kind = 'remove'`)
  await ask('deleteHerokuSecretSync', 200, `DELETE ${one}`, as)
  await ask('deleteHerokuSecretSync', 404, `DELETE ${one}`, as)
}
