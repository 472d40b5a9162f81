import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { failing, rejection, result, serve } from '../test/http-server.ts'
import { createClient } from './client.ts'
import { errorOf } from './error.ts'

const auth = { token: 'act_1' }

/** Aborts after `ms`, and says how long the call then took to end. */
async function abortedAfter(ms: number, call: (signal: AbortSignal) => Promise<unknown>) {
  const reason = new Error('changed my mind')
  const abort = new AbortController()
  const started = performance.now()
  setTimeout(() => abort.abort(reason), ms)
  const error = await rejection(call(abort.signal))
  return { error, reason, lateMs: performance.now() - started - ms }
}

describe('an abort ends a call at once', () => {
  it('while it waits for an answer, and closes the connection', async () => {
    let closed = () => {}
    const whenClosed = new Promise<void>((resolve) => {
      closed = resolve
    })
    const server = await serve(() => 'hang')
    const client = createClient({
      url: server.url,
      auth,
      fetch: (input, init) => {
        init?.signal?.addEventListener('abort', closed)
        return fetch(input, init)
      },
    })
    const { error, reason, lateMs } = await abortedAfter(50, (signal) =>
      client.session.whoAmI.query(undefined, { signal }),
    )
    expect(error).toMatchObject({ cause: reason })
    expect(errorOf(error)).toBeUndefined()
    expect(lateMs).toBeLessThan(100)
    await whenClosed
  })

  it('while it pauses between two tries, of which the second is then never made', async () => {
    const server = await serve(() => failing(503, { 'retry-after': '1' }))
    const client = createClient({ url: server.url, auth })
    const { error, reason, lateMs } = await abortedAfter(50, (signal) =>
      client.session.whoAmI.query(undefined, { signal }),
    )
    expect(error).toMatchObject({ cause: reason })
    expect(lateMs).toBeLessThan(100)
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(server.received).toHaveLength(1)
  })

  it('while a machine identity logs in, and leaves the log-in to the calls that share it', async () => {
    const server = await serve(async ({ batch }) => {
      await new Promise((resolve) => setTimeout(resolve, 300))
      return { body: batch ? [result('fine')] : result({ accessToken: 'token', expiresIn: 1000 }) }
    })
    const client = createClient({ url: server.url, auth: { clientId: 'id', clientSecret: 'secret' } })
    const { error, reason, lateMs } = await abortedAfter(50, (signal) =>
      client.session.whoAmI.query(undefined, { signal }),
    )
    expect(error).toMatchObject({ cause: reason })
    expect(lateMs).toBeLessThan(100)
    expect(await client.projects.list.query()).toBe('fine')
    expect(server.calls()).toEqual([['accessTokens.login'], ['projects.list']])
  })

  it('and not the calls that travel with it', async () => {
    const server = await serve(async ({ paths }) => {
      await new Promise((resolve) => setTimeout(resolve, 300))
      return { body: paths.map(() => result('fine')) }
    })
    const client = createClient({ url: server.url, auth })
    const other = client.projects.list.query()
    const { lateMs } = await abortedAfter(50, (signal) => client.session.whoAmI.query(undefined, { signal }))
    expect(lateMs).toBeLessThan(100)
    expect(await other).toBe('fine')
    expect(server.calls()).toEqual([['projects.list', 'session.whoAmI']])
  })

  it('before it was made, and nothing is sent', async () => {
    const server = await serve(() => 'hang')
    const client = createClient({ url: server.url, auth })
    const error = await rejection(client.session.whoAmI.query(undefined, { signal: AbortSignal.abort('no') }))
    expect(error).toMatchObject({ message: 'The call was aborted' })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(server.received).toHaveLength(0)
  })
})

describe('a call that was answered', () => {
  it('leaves nothing of ours on its signal, which may serve a thousand calls', async () => {
    const server = await serve(({ paths }) => ({ body: paths.map(() => result('fine')) }))
    const client = createClient({ url: server.url, auth })
    const { signal } = new AbortController()
    const calls = 3
    for (let call = 0; call < calls; call += 1) {
      expect(await client.session.whoAmI.query(undefined, { signal })).toBe('fine')
    }
    // tRPC's own batch link leaves one for each call.
    expect(getEventListeners(signal, 'abort').length).toBeLessThanOrEqual(calls)
  })
})
