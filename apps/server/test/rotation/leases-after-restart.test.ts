import { setTimeout as sleep } from 'node:timers/promises'
import { engines } from '@app-connections/db/testing/engines'
import { leasesSchema, openedLeaseSchema, singleConnectionSchema } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { mutations } from '../admin.ts'
import { type Request, send } from '../http.ts'
import { newPlace } from '../killed.ts'
import { dataOf } from '../running-server.ts'

const accept = 'application/vnd.heroku+json; version=3'

// What operations do is tried on both engines elsewhere: here a start takes its time.
const some = process.env.SOAK === 'on' ? engines : engines.slice(0, 1)

describe.each(some)('a lease whose time is over while no server runs, on %s with the sandbox', (engine) => {
  it('is ended within a minute of the next start, at the platform too', { timeout: 120_000 }, async () => {
    const place = await newPlace(engine)
    let running = await place.start({ JOBS: 'off' })
    const admin = await place.admin(running.url)
    const { token } = await place.sandbox.control.mintToken()
    const act = (path: string, input: object) => {
      const call = (method: string, at: string, request: Request = {}) => send(running.url, method, at, request)
      return mutations({ call, secrets: new Set() }, admin.cookie)(path, input)
    }
    const created = await act('appConnections.create', {
      ...{ app: 'heroku', method: 'auth-token', name: 'main', credentials: { authToken: token } },
    })
    const ref = { app: 'heroku', connectionId: singleConnectionSchema.parse(dataOf(created)).id }
    const read = async (path: string, input?: object) => {
      const query = input === undefined ? '' : `?${new URLSearchParams({ input: JSON.stringify(input) })}`
      return dataOf(await send(running.url, 'GET', `/api/trpc/${path}${query}`, { headers: { cookie: admin.cookie } }))
    }
    const { id } = z.object({ id: z.uuid() }).parse(await read('session.whoAmI'))
    const lease = { scopes: ['identity'], maxSeconds: 600 }
    const subject = { type: 'person', id }
    dataOf(await act('grants.create', { ...ref, subject, actions: ['leases:create'], lease }))
    const opened = openedLeaseSchema.parse(dataOf(await act('leases.create', ref)))
    const atPlatform = async () => {
      const headers = { authorization: `Bearer ${opened.token}`, accept }
      return (await fetch(`${place.sandbox.url}/account`, { headers })).status
    }
    expect(await atPlatform()).toBe(200)
    await place.kill(running.process)
    await place.between(({ pool }) => pool.query(`update leases set due_at = now() - interval '1 hour'`))
    const startedAt = performance.now()
    running = await place.start({ JOBS: 'on' })
    const state = async () => leasesSchema.parse(await read('leases.list', ref)).leases[0]?.state
    while ((await state()) !== 'ended') await sleep(100)
    const seconds = (performance.now() - startedAt) / 1000
    process.stdout.write(`a lease was ended ${seconds.toFixed(1)} s after a start on ${engine}\n`)
    expect(seconds).toBeLessThan(60)
    expect(await atPlatform()).toBe(401)
  })
})
