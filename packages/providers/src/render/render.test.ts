import { type RenderSandbox, startRenderSandbox } from '@app-connections/render-sandbox'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createHttp, createProviders, type Session } from '../index.ts'

describe('a Render API key at the stand-in', () => {
  const http = createHttp()
  const deadline = () => AbortSignal.timeout(5_000)
  let sandbox: RenderSandbox
  let session: Session

  beforeAll(async () => {
    sandbox = await startRenderSandbox()
    const apiKey = sandbox.mintKey('ada@example.com')
    session = createProviders({ RENDER_API_URL: sandbox.url }, http).of('render').open('api-key', { apiKey }).session
  })
  afterEach(() => sandbox.setFault(undefined))
  afterAll(async () => {
    await http.close()
    await sandbox.close()
  })

  it('lists every page of its services, a hundred at a time, by name', async () => {
    const names = Array.from({ length: 201 }, (_, index) => `s-${`${index}`.padStart(3, '0')}`)
    sandbox.addServices('ada@example.com', names.toReversed())
    expect((await session.resources?.(deadline()))?.map(({ name }) => name)).toEqual(names)
    expect(sandbox.requests().filter((line) => line.startsWith('GET /v1/services?limit=100'))).toHaveLength(3)
  })

  it('tells how many calls are left, and costs one', async () => {
    sandbox.setRemaining('ada@example.com', 77)
    expect((await session.check(deadline())).remaining).toBe(76)
    sandbox.setRemaining('ada@example.com', 400)
  })

  it.each([
    [{ status: 401, body: { id: 'unauthorized' } }, 'refused', 'refused'],
    [{ status: 402, body: { id: 'payment_required' } }, 'account_problem', 'account_problem'],
    [{ status: 403, body: { id: 'forbidden' } }, 'refused', 'insufficient_scope'],
    [{ status: 429, body: {} }, 'rate_limited', 'rate_limited'],
    [{ status: 500, body: '<html>' }, 'unavailable', 'unavailable'],
    [{ status: 404, body: {} }, 'unavailable', 'unavailable'],
    [{ status: 200, body: '{"email":' }, 'unavailable', 'unavailable'],
    [{ status: 200, body: '"a text"' }, 'unavailable', 'unavailable'],
  ] as const)('says of %j that a check is %s and a list %s', async (fault, checked, listed) => {
    sandbox.setFault(fault)
    await expect(session.check(deadline())).rejects.toMatchObject({ failure: checked })
    await expect(session.resources?.(deadline())).rejects.toMatchObject({ failure: listed })
  })

  it('ends a list that leads to itself', async () => {
    const element = { cursor: 'same', service: { id: 'srv-1', name: 'a' } }
    sandbox.setFault({ status: 200, body: Array.from({ length: 100 }, () => element) })
    await expect(session.resources?.(deadline())).rejects.toMatchObject({ failure: 'unavailable' })
  })

  it('keeps no address that is none', async () => {
    sandbox.setFault({ status: 200, body: { email: 'nobody', name: 7 } })
    expect((await session.check(deadline())).account).toEqual({})
  })
})
