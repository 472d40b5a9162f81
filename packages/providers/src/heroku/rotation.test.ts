import { randomUUID } from 'node:crypto'
import { type Sandbox, type Scope, startSandbox } from '@app-connections/heroku-sandbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHttp, createProviders, type Provider } from '../index.ts'

const deadline = () => AbortSignal.timeout(5_000)

describe('rotation of Heroku tokens', () => {
  const http = createHttp()
  let sandbox: Sandbox
  let provider: Provider
  beforeAll(async () => {
    sandbox = await startSandbox({ rateLimits: 'off' })
    provider = createProviders({ HEROKU_API_URL: sandbox.url }, http).of('heroku')
  })
  afterAll(async () => {
    await http.close()
    await sandbox.close()
  })
  function rotationOf(authToken: string) {
    const { rotation } = provider.open('auth-token', { authToken })
    if (rotation === undefined) throw new Error('tokens rotate')
    return rotation
  }
  const mint = async (scope: Scope = 'global') => (await sandbox.control.mintToken({ scope: [scope] })).token

  it.each(['read', 'write', 'read-protected', 'write-protected', 'identity'] as const)(
    'is refused to a token of the scope %s, with what would be needed',
    async (scope) => {
      const rotation = rotationOf(await mint(scope))
      const mark = randomUUID()
      for (const call of [rotation.own(deadline()), rotation.make(mark, deadline()), rotation.find(mark, deadline())]) {
        await expect(call).rejects.toMatchObject({
          failure: 'insufficient_scope',
          message: expect.stringContaining('heroku authorizations:create -s global'),
        })
      }
    },
  )

  it('says that the account may be full where Heroku makes no more, and makes none', async () => {
    const rotation = rotationOf(await mint())
    const effect = { kind: 'status', status: 422, id: 'invalid_params', message: 'Too many authorizations.' } as const
    await sandbox.control.setFault({ method: 'POST', path: '/oauth/authorizations', effect })
    const mark = randomUUID()
    await expect(rotation.make(mark, deadline())).rejects.toMatchObject({
      failure: 'not_accepted',
      message: expect.stringContaining('authorizations:revoke'),
    })
    expect(await rotation.find(mark, deadline())).toEqual([])
  })

  it('leaves open whether a token was made where the answer is lost, and finds it then', async () => {
    const rotation = rotationOf(await mint())
    const mark = randomUUID()
    await sandbox.control.setFault({
      ...{ method: 'POST', path: '/oauth/authorizations' },
      effect: { kind: 'reset', when: 'after' },
    })
    await expect(rotation.make(mark, deadline())).rejects.toMatchObject({ failure: 'unavailable' })
    const [found = '', ...others] = await rotation.find(mark, deadline())
    expect(others).toEqual([])
    await rotation.end(found, deadline())
    expect(await rotation.find(mark, deadline())).toEqual([])
  })

  it('keeps the end that Heroku gives a token', async () => {
    const rotation = rotationOf(await mint())
    await sandbox.control.setSwitches({ directAuthorizationSeconds: 31_536_000 })
    const { expiresAt } = await rotation.make(randomUUID(), deadline())
    await sandbox.control.setSwitches({ directAuthorizationSeconds: null })
    expect((expiresAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(364 * 86_400_000)
    expect((await rotation.make(randomUUID(), deadline())).expiresAt).toBeNull()
  })
})
