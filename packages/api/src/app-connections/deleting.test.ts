import { randomUUID } from 'node:crypto'
import { selectConnection } from '@app-connections/db'
import { sweep } from '@app-connections/db/system'
import { engines } from '@app-connections/db/testing/engines'
import type { FaultInput, MintTokenInput } from '@app-connections/heroku-sandbox'
import { type SingleConnection, singleConnectionSchema } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { useOAuth } from '../../test/oauth.ts'
import { call, refusal } from '../../test/services.ts'
import type { Caller, ProcedurePath } from '../index.ts'

const deletedSchema = z.array(z.object({ id: z.uuid(), name: z.string(), deletedAt: z.iso.datetime() }))
const day = 86_400_000

describe.each(engines)('deleting on %s with the sandbox', (engine) => {
  const test = useOAuth(engine)
  const act = (path: ProcedurePath, input: unknown, caller: Caller = test().admin) =>
    call(test().services, caller, path, input)
  const ref = (connectionId: string) => ({ app: 'heroku', connectionId })
  const remove = (connectionId: string, more = {}) => act('appConnections.remove', { ...ref(connectionId), ...more })
  const restore = async (connectionId: string, caller?: Caller): Promise<SingleConnection> =>
    singleConnectionSchema.parse(await act('appConnections.restore', { connectionId }, caller))
  const deleted = async (caller?: Caller) =>
    deletedSchema.parse(await act('appConnections.deleted', undefined, caller)).map(({ id }) => id)

  async function pasted(minted: MintTokenInput = {}, more: Record<string, unknown> = {}) {
    const { token } = await test().sandbox.control.mintToken(minted)
    const credentials = { authToken: token }
    const input = { app: 'heroku', method: 'auth-token', name: `p-${randomUUID()}`, credentials, ...more }
    return { ...singleConnectionSchema.parse(await act('appConnections.create', input)), token }
  }
  /** What the audit trail says of the withdrawal at the platform. */
  async function upstream(id: string) {
    const events = await test().events(id)
    return events.flatMap(({ action, outcome, detail }) =>
      action === 'appConnections.revokeUpstream' ? [[outcome, detail.upstream]] : [],
    )
  }
  const lives = async (token: string) => {
    const answer = await fetch(`${test().sandbox.url}/account`, {
      headers: { authorization: `Bearer ${token}`, accept: 'application/vnd.heroku+json; version=3' },
    })
    return answer.status !== 401
  }

  it('takes a connection out of everyone’s sight, frees its name, and lets it be restored as it was', async () => {
    const { get, organization } = test()
    const { token: _token, ...before } = await pasted()
    await remove(before.id)
    expect(await refusal(get(before.id))).toMatchObject({ statusCode: 404 })
    for (const path of ['appConnections.check', 'appConnections.apps', 'appConnections.remove'] as const) {
      expect(await refusal(act(path, ref(before.id))), path).toMatchObject({ statusCode: 404 })
    }
    expect(await deleted()).toContain(before.id)
    const member = await organization.person({ organization: 'member' })
    expect(await deleted(member)).toEqual([])
    expect(await refusal(restore(before.id, member))).toMatchObject({ statusCode: 403 })

    const usurper = await pasted({}, { name: before.name })
    expect(await refusal(restore(before.id))).toMatchObject({
      statusCode: 400,
      message: `The name "${before.name}" has been taken meanwhile: rename the other connection first`,
    })
    await act('appConnections.update', { ...ref(usurper.id), name: `${before.name}-2` })
    const after = await restore(before.id)
    expect(after).toEqual({ ...before, etag: `"${before.id}.2"` })
    expect(await deleted()).not.toContain(before.id)
    expect(await refusal(restore(before.id))).toMatchObject({ statusCode: 404 })
    expect(await act('appConnections.apps', ref(before.id))).toBeInstanceOf(Array)
    const actions = (await test().events(before.id)).map(({ action, outcome }) => `${action} ${outcome}`)
    expect(actions.filter((action) => !action.endsWith('denied'))).toEqual([
      'appConnections.create success',
      'appConnections.remove success',
      'appConnections.restore success',
      'appConnections.apps success',
    ])
  })

  it('lists what each may restore, of more deleted ones than are read at once, the last ones first', async () => {
    const { services, organization } = test()
    const template = await selectConnection(services.db, organization.id, (await pasted()).id)
    if (template === undefined) throw new Error('it was just made')
    const at = (second: number) => new Date(Date.UTC(2100, 0, 1, 0, 0, second))
    const rows = Array.from({ length: 520 }, (_, n) => ({
      ...template,
      id: randomUUID(),
      credentials: Buffer.from('sealed'),
      account: JSON.stringify(template.account),
      observed: JSON.stringify(template.observed),
      rotation: null,
      project_id: n < 3 ? organization.projectId : null,
      name: `gone-${n}`,
      deleted_at: at(n),
    }))
    await services.db.insertInto('connections').values(rows).execute()
    expect(await deleted()).toEqual(
      rows
        .slice(20)
        .toReversed()
        .map(({ id }) => id),
    )
    const inProject = await organization.person({ organization: 'member', project: 'admin' })
    expect(await deleted(inProject)).toEqual(
      rows
        .slice(0, 3)
        .toReversed()
        .map(({ id }) => id),
    )
    await services.db.deleteFrom('connections').where('deleted_at', '>', at(-1)).execute()
  })

  it('leaves a pasted token alone, and withdraws it where that is asked for', async () => {
    const kept = await pasted()
    await remove(kept.id)
    expect(await lives(kept.token)).toBe(true)
    expect(await upstream(kept.id)).toEqual([])

    const withdrawn = await pasted()
    await remove(withdrawn.id, { revokeUpstream: true })
    expect(await lives(withdrawn.token)).toBe(false)
    expect(await upstream(withdrawn.id)).toEqual([['success', 'revoked']])
    expect((await restore(withdrawn.id)).health).toMatchObject({ status: 'reconnect_required', reason: 'revoked' })
  })

  it('says where a token’s scope does not let it be withdrawn', async () => {
    const { id, token } = await pasted({ scope: ['read'] })
    await remove(id, { revokeUpstream: true })
    expect(await lives(token)).toBe(true)
    expect(await upstream(id)).toEqual([['refused', 'not possible with this scope']])
    expect((await restore(id)).health).toMatchObject({ status: 'healthy' })
  })

  it.each<[FaultInput['effect'], string, RegExp]>([
    [{ kind: 'status', status: 500 }, 'failed', /^not withdrawn, because: .+ It is tried again\.$/],
    [{ kind: 'reset' }, 'failed', /^not withdrawn, because: .+ It is tried again\.$/],
    [{ kind: 'status', status: 401, id: 'unauthorized' }, 'refused', /^refused because: \S/],
  ])('deletes also where the platform does not withdraw, and says why: %j', async (effect, outcome, why) => {
    const { id } = await pasted()
    await test().sandbox.control.setFault({ times: null, effect })
    await remove(id, { revokeUpstream: true })
    await test().sandbox.control.clearFaults()
    expect(await deleted()).toContain(id)
    expect(await upstream(id)).toEqual([[outcome, expect.stringMatching(why)]])
  })

  it('withdraws a grant of this service, which comes back as one to be reconnected, and works once it is', async () => {
    const { connect, stored, admin, consent, finish, get, apps, sandbox } = test()
    await sandbox.control.setSwitches({ oauthScope: 'any' })
    const id = await connect()
    const { authToken } = await stored(id)
    expect(await lives(authToken)).toBe(true)
    await remove(id)
    expect(await lives(authToken)).toBe(false)
    expect(await upstream(id)).toEqual([['success', 'revoked']])
    const restored = await restore(id)
    expect(restored.health).toMatchObject({
      status: 'reconnect_required',
      reason: 'revoked',
      nextCheckAt: null,
      remedy: 'Reconnect it: its credential was withdrawn when it was deleted.',
    })
    expect(await refusal(act('appConnections.apps', ref(id)))).toMatchObject({ statusCode: 400 })
    const back = await consent(admin, { purpose: 'reconnect', connectionId: id })
    expect(await finish(admin, back)).toMatchObject({ outcome: 'reconnected' })
    expect((await get(id)).health).toMatchObject({ status: 'healthy', reason: 'works' })
    expect(await apps(id)).toContain('difference-engine')
  })

  it('keeps a grant that its scope does not let it withdraw, and so restores one that works', async () => {
    const { connect, stored, apps } = test()
    const id = await connect()
    await remove(id)
    expect(await upstream(id)).toEqual([['refused', 'not possible with this scope']])
    expect(await lives((await stored(id)).authToken)).toBe(true)
    expect((await restore(id)).health).toMatchObject({ status: 'healthy' })
    expect(await apps(id)).toContain('difference-engine')
  })

  it('withdraws the grant that a reconnection puts another in the place of', async () => {
    const { connect, stored, admin, consent, finish, sandbox } = test()
    await sandbox.control.setSwitches({ oauthScope: 'any' })
    const id = await connect()
    const { authToken } = await stored(id)
    await finish(admin, await consent(admin, { purpose: 'reconnect', connectionId: id }))
    expect(await lives(authToken)).toBe(false)
    expect(await lives((await stored(id)).authToken)).toBe(true)
    expect(await upstream(id)).toEqual([['success', 'revoked']])
  })

  it('can be undone for seven days; then the sealed credential is erased, and an event says so', async () => {
    const { services, events, row } = test()
    const ages = { young: 7 * day - 60_000, old: 7 * day + 60_000 }
    const [young, old] = [await pasted(), await pasted()]
    for (const [connection, age] of [
      [young, ages.young],
      [old, ages.old],
    ] as const) {
      await remove(connection.id)
      const changes = { deleted_at: new Date(Date.now() - age) }
      await services.db.updateTable('connections').set(changes).where('id', '=', connection.id).execute()
    }
    await sweep(services.db, 365)
    expect(await row(young.id)).toMatchObject({ id: young.id })
    await expect(row(old.id)).rejects.toThrow('no result')
    expect(await deleted()).toContain(young.id)
    expect(await refusal(restore(old.id))).toMatchObject({ statusCode: 404 })
    expect((await events(old.id)).at(-1)).toEqual({
      action: 'appConnections.erase',
      outcome: 'success',
      actor: null,
      target: `app-connection ${old.id}`,
      projectId: null,
      detail: { name: old.name, app: 'heroku' },
    })
    expect(await restore(young.id)).toMatchObject({ id: young.id })
  })
})
