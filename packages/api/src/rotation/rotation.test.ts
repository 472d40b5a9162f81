import { randomUUID } from 'node:crypto'
import { engines } from '@app-connections/db/testing/engines'
import { singleConnectionSchema } from '@app-connections/schemas'
import { afterEach, describe, expect, it } from 'vitest'
import { eventsOf } from '../../test/organization.ts'
import { daily, type Rotating, useRotation } from '../../test/rotation.ts'
import { call, refusal } from '../../test/services.ts'

const making = { method: 'POST', path: '/oauth/authorizations' } as const
const ending = { method: 'DELETE', path: '/oauth/authorizations/*' } as const

describe.each(engines)('rotation on %s with the sandbox', (engine) => {
  const test = useRotation(engine)
  afterEach(() => test().sandbox.control.clearFaults())
  const works = async ({ act }: Rotating) => expect(await act('appConnections.apps')).toEqual(expect.anything())
  /** As if the overlap of the credential before were over. */
  const endOverlap = ({ ref }: Rotating) =>
    test()
      .services.db.updateTable('rotated_credentials')
      .set({ due_at: new Date(Date.now() - 1_000) })
      .where('connection_id', '=', ref.connectionId)
      .where('state', '=', 'previous')
      .execute()

  it('is set, shown, changed and switched off, and keeps its record', async () => {
    const rotating = await test().rotating()
    const set = await rotating.connection()
    expect(set.isAutoRotationEnabled).toBe(true)
    const in30Days = new Date()
    in30Days.setUTCDate(in30Days.getUTCDate() + 30)
    in30Days.setUTCHours(3, 15, 0, 0)
    expect(set.rotation).toEqual({
      ...{ ...daily, rotationStatus: 'pending', lastRotationMessage: null },
      nextRotationAt: in30Days.toISOString(),
    })
    const same = singleConnectionSchema.parse(await rotating.act('appConnections.setRotation', daily))
    expect(same.rotation).toEqual(set.rotation)
    expect(same.etag).not.toBe(set.etag)
    await rotating.act('appConnections.stopRotation')
    const off = await rotating.connection()
    expect(off).toMatchObject({ isAutoRotationEnabled: false, rotation: { ...daily, nextRotationAt: null } })
    await rotating.rotate()
    expect((await rotating.connection()).rotation).toMatchObject({ rotationStatus: 'success', nextRotationAt: null })
    const events = await eventsOf(test().services, rotating.organization.id)
    expect(events.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'appConnections.create success',
      'appConnections.setRotation success',
      'appConnections.setRotation success',
      'appConnections.stopRotation success',
      'appConnections.rotateCredentials attempted',
      'appConnections.rotateCredentials success',
    ])
  })

  it('makes, tries and promotes a credential, keeps the one before for the overlap and ends it then', async () => {
    const rotating = await test().rotating()
    const before = await rotating.connection()
    const after = await rotating.rotate()
    expect(after).toMatchObject({ version: before.version + 1, health: { status: 'healthy' } })
    expect(after.credentialsHash).not.toBe(before.credentialsHash)
    expect(after.etag).not.toBe(before.etag)
    const first = await rotating.state()
    expect(first.previous).toMatchObject({ platformId: rotating.pasted.id })
    expect(first.current).toMatchObject({ platformId: (await rotating.made())[0] })
    expect(first.rotations).toMatchObject([{ kind: 'by_hand', state: 'succeeded', message: null }])
    expect(await rotating.pastedLives()).toBe(true)
    await works(rotating)

    // The next one ends an older one at once.
    await rotating.endGrace()
    await rotating.rotate()
    expect(await rotating.pastedLives()).toBe(false)
    expect(await rotating.made()).toHaveLength(2)
    await endOverlap(rotating)
    await rotating.sweep()
    const last = await rotating.state()
    expect(last).toMatchObject({ previous: null, ending: [], open: [] })
    expect(await rotating.made()).toEqual([last.current?.platformId])
    expect(last.rotations).toHaveLength(2)
    await works(rotating)
  })

  it('ends an older one only when no use can have it open any more', async () => {
    const rotating = await test().rotating({ overlapDays: 0 })
    await rotating.rotate()
    await rotating.rotate()
    expect(await rotating.pastedLives()).toBe(true)
    const { ending: left } = await rotating.state()
    expect(left).toMatchObject([{ platformId: rotating.pasted.id }])
    const seconds = (new Date(`${left[0]?.nextTryAt}`).getTime() - Date.now()) / 1_000
    expect(seconds).toBeGreaterThan(40)
    expect(seconds).toBeLessThanOrEqual(60)
    await rotating.sweep()
    expect(await rotating.pastedLives()).toBe(false)
  })

  it('goes back to the credential before while it lives, and forward again', async () => {
    const rotating = await test().rotating()
    const before = await rotating.connection()
    const rotated = await rotating.rotate()
    const back = singleConnectionSchema.parse(await rotating.act('appConnections.rollBackRotation'))
    expect(back).toMatchObject({ credentialsHash: before.credentialsHash, version: 3 })
    await works(rotating)
    expect(await rotating.state()).toMatchObject({
      current: { platformId: rotating.pasted.id },
      previous: { platformId: (await rotating.made())[0] },
    })
    const again = singleConnectionSchema.parse(await rotating.act('appConnections.rollBackRotation'))
    expect(again.credentialsHash).toBe(rotated.credentialsHash)
    await endOverlap(rotating)
    await rotating.sweep()
    expect(await refusal(rotating.act('appConnections.rollBackRotation'))).toMatchObject({
      statusCode: 409,
      code: 'nothingToRollBackTo',
    })
    const { rotations } = await rotating.state()
    expect(rotations.map(({ kind, state }) => `${kind} ${state}`).toSorted()).toEqual([
      'by_hand succeeded',
      'roll_back succeeded',
      'roll_back succeeded',
    ])
    expect(await rotating.pastedLives()).toBe(false)
  })

  it('says so where the credential before has been revoked by hand, and does not go back to it', async () => {
    const rotating = await test().rotating()
    const { credentialsHash } = await rotating.rotate()
    await test().sandbox.control.revokeToken(rotating.pasted.id)
    const answer = await refusal(rotating.act('appConnections.rollBackRotation'))
    expect(answer).toMatchObject({ statusCode: 409, message: expect.stringContaining('refuses the credential before') })
    expect((await rotating.connection()).credentialsHash).toBe(credentialsHash)
    await endOverlap(rotating)
    await rotating.sweep()
    expect(await rotating.state()).toMatchObject({ previous: null, ending: [], open: [] })
  })

  it('is refused where it is not supported or not configured, in the words that clients know', async () => {
    const rotating = await test().rotating()
    const { services } = test()
    const plain = await test().sandbox.control.mintToken()
    const created = singleConnectionSchema.parse(
      await call(services, rotating.admin, 'appConnections.create', {
        ...{ app: 'heroku', method: 'auth-token', name: 'plain', credentials: { authToken: plain.token } },
      }),
    )
    const ref = { app: 'heroku', connectionId: created.id }
    for (const path of ['rotateCredentials', 'stopRotation', 'rollBackRotation'] as const) {
      expect(await refusal(rotating.act(`appConnections.${path}`, ref))).toMatchObject({
        statusCode: 404,
        message: 'Credential rotation is not configured for this connection',
      })
    }
    await services.db.updateTable('connections').set({ method: 'oauth' }).where('id', '=', created.id).execute()
    for (const path of ['rotateCredentials', 'stopRotation', 'setRotation', 'rotation', 'rollBackRotation'] as const) {
      expect(await refusal(rotating.act(`appConnections.${path}`, { ...daily, ...ref }))).toMatchObject({
        statusCode: 400,
        message: 'Credential rotation is not supported for heroku connections with OAuth method',
      })
    }
    const settle = { credentialId: randomUUID(), how: 'ended' }
    expect(await refusal(rotating.act('appConnections.settleCredential', settle))).toMatchObject({ statusCode: 404 })
  })

  it.each([
    ['rotationInterval', { rotationInterval: 0 }, 'rotationInterval must be at least 1'],
    ['rotationInterval', { rotationInterval: 366 }, 'rotationInterval must be at most 365'],
    ['rotationInterval', { rotationInterval: 1.5 }, 'rotationInterval must be a whole number'],
    ['rotateAtUtc.hours', { rotateAtUtc: { hours: 24, minutes: 0 } }, 'hours must be at most 23'],
    ['rotateAtUtc.minutes', { rotateAtUtc: { hours: 0 } }, 'minutes must be a whole number'],
    ['overlapDays', { overlapDays: 8 }, 'overlapDays must be at most 7'],
  ])('takes no settings with an unfit %s', async (path, change, message) => {
    const rotating = await test().rotating()
    const answer = await refusal(rotating.act('appConnections.setRotation', { ...daily, ...change }))
    expect(answer).toMatchObject({ statusCode: 422 })
    expect(JSON.stringify(answer.message)).toContain(message)
    expect(JSON.stringify(answer.message)).toContain(path.split('.').at(-1))
  })

  it('says at once that a token may not make tokens, with what would be needed, and makes none', async () => {
    const rotating = await test().rotating()
    const narrow = await test().sandbox.control.mintToken({ scope: ['write-protected'] })
    await rotating.act('appConnections.update', { credentials: { authToken: narrow.token } })
    const answer = await refusal(rotating.rotate())
    expect(answer).toMatchObject({ statusCode: 400, code: 'scopeTooNarrow' })
    expect(answer.message).toContain('heroku authorizations:create -s global')
    expect(await rotating.state()).toMatchObject({
      rotations: [{ state: 'failed', message: answer.message }],
      ending: [],
    })
    expect(await rotating.made()).toEqual([])
    expect((await rotating.connection()).health.status).toBe('healthy')
  })

  it('says that the account may have no more tokens, and keeps what it has', async () => {
    const rotating = await test().rotating()
    await test().sandbox.control.setFault({ ...making, effect: { kind: 'status', status: 422, id: 'invalid_params' } })
    const answer = await refusal(rotating.rotate())
    expect(answer.message).toContain('heroku authorizations:revoke')
    expect(await rotating.made()).toEqual([])
    await works(rotating)
  })

  it('is one at a time', async () => {
    const rotating = await test().rotating()
    await test().sandbox.control.setFault({ ...making, effect: { kind: 'latency', ms: 300 } })
    const results = await Promise.allSettled([rotating.rotate(), rotating.rotate()])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await rotating.made()).toHaveLength(1)
    const lost = results.find((each) => each.status === 'rejected')
    expect(await refusal(Promise.reject(lost?.reason))).toMatchObject({ statusCode: 409, code: 'rotationUnderWay' })
  })

  it('ends the new credential where the connection is deleted or replaced meanwhile', async () => {
    for (const meanwhile of ['remove', 'update'] as const) {
      const rotating = await test().rotating()
      const other = await test().sandbox.control.mintToken()
      const { services } = test()
      const reached = async (point: string) => {
        if (point !== 'before swap') return
        await rotating.act(`appConnections.${meanwhile}`, { credentials: { authToken: other.token } })
      }
      const answer = await refusal(rotating.rotate({ ...services, rotation: { ...services.rotation, reached } }))
      expect(answer).toMatchObject({ statusCode: 409, code: 'rotationOvertaken' })
      expect(await rotating.made()).toEqual([])
      if (meanwhile === 'remove') await rotating.act('appConnections.restore')
      await works(rotating)
    }
  })

  it('ends the new credential where somebody revokes it before it is current', async () => {
    const rotating = await test().rotating()
    const { services } = test()
    const reached = async (point: string) => {
      if (point === 'before try') for (const id of await rotating.made()) await test().sandbox.control.revokeToken(id)
    }
    const answer = await refusal(rotating.rotate({ ...services, rotation: { ...services.rotation, reached } }))
    expect(answer).toMatchObject({ statusCode: 409, code: 'rotationTrialFailed' })
    expect(answer.message).toContain('may have been revoked')
    expect(await rotating.state()).toMatchObject({ current: null, previous: null, ending: [], open: [] })
    expect((await rotating.connection()).health.status).toBe('healthy')
    await works(rotating)
  })

  it('tries again to end a credential, then leaves it open until a person settles it', async () => {
    const rotating = await test().rotating()
    await rotating.rotate()
    await endOverlap(rotating)
    await test().sandbox.control.setFault({ ...ending, times: null, effect: { kind: 'status', status: 503 } })
    await rotating.sweep()
    await test().sandbox.control.clearFaults()
    const { open, ending: left } = await rotating.state()
    expect(left).toEqual([])
    expect(open).toMatchObject([{ platformId: rotating.pasted.id, reason: expect.stringContaining('Heroku') }])
    const [{ id: credentialId } = { id: '' }] = open
    const deletes = (await test().sandbox.control.requests()).filter(({ method }) => method === 'DELETE').length
    expect(deletes).toBeGreaterThanOrEqual(6)
    await rotating.act('appConnections.settleCredential', { credentialId, how: 'again' })
    expect(await rotating.state()).toMatchObject({ open: [], ending: [] })
    expect(await rotating.pastedLives()).toBe(false)
    expect(
      await refusal(rotating.act('appConnections.settleCredential', { credentialId, how: 'ended' })),
    ).toMatchObject({
      code: 'notOpenToSettle',
    })
  })

  it('does not end a token that another connection uses, and says which', async () => {
    const rotating = await test().rotating()
    await call(test().services, rotating.admin, 'appConnections.create', {
      ...{ app: 'heroku', method: 'auth-token', name: 'twin', credentials: { authToken: rotating.pasted.token } },
    })
    await rotating.rotate()
    await endOverlap(rotating)
    await rotating.sweep()
    expect(await rotating.pastedLives()).toBe(true)
    const { open } = await rotating.state()
    expect(open).toMatchObject([{ reason: 'It is the credential of "twin".' }])
    const [{ id: credentialId } = { id: '' }] = open
    await rotating.act('appConnections.settleCredential', { credentialId, how: 'ended' })
    expect((await rotating.state()).open).toEqual([])
  })

  it('leaves a pasted token open that cannot be told apart', async () => {
    const { control } = test().sandbox
    const rotating = await test().rotating()
    // A list that shows nothing of tokens.
    await control.setFault({
      ...{ method: 'GET', path: '/oauth/authorizations', times: 1 },
      effect: { kind: 'wrong-json', body: '[]' },
    })
    await rotating.rotate()
    await endOverlap(rotating)
    await control.setFault({
      ...{ method: 'GET', path: '/oauth/authorizations', times: 1 },
      effect: { kind: 'wrong-json', body: '[]' },
    })
    await rotating.sweep()
    const { open } = await rotating.state()
    expect(open).toMatchObject([{ platformId: null, reason: 'It cannot be told apart at its platform.' }])
  })

  it('ends what it made where another token is pasted over it, but not where it is the same', async () => {
    const rotating = await test().rotating()
    await rotating.rotate()
    const other = await test().sandbox.control.mintToken()
    await rotating.act('appConnections.update', { credentials: { authToken: other.token } })
    await rotating.sweep()
    expect(await rotating.made()).toEqual([])
    await works(rotating)
    await endOverlap(rotating)
    await rotating.sweep()
    expect(await rotating.state()).toMatchObject({ current: null, previous: null, ending: [], open: [] })
  })

  it('ends what it made, and the one before, where the connection is deleted', async () => {
    const rotating = await test().rotating()
    await rotating.rotate()
    await rotating.act('appConnections.remove')
    await rotating.sweep()
    expect(await rotating.made()).toEqual([])
    expect(await rotating.pastedLives()).toBe(false)
    const restored = singleConnectionSchema.parse(await rotating.act('appConnections.restore'))
    expect(restored.health).toMatchObject({ status: 'reconnect_required', reason: 'revoked' })
  })
})
