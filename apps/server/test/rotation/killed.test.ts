import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RotationPoint } from '@app-connections/api'
import type { Database } from '@app-connections/db'
import { engines } from '@app-connections/db/testing/engines'
import { rotationStateSchema, singleConnectionSchema } from '@app-connections/schemas'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { mutations } from '../admin.ts'
import { type Request, send } from '../http.ts'
import { newPlace } from '../killed.ts'
import { dataOf } from '../running-server.ts'

const rounds = Number(process.env.ROTATION_ROUNDS || 3)
const entry = join(import.meta.dirname, 'stopping-server.ts')
const effects = ['make', 'store', 'swap', 'begin', 'end', 'try', 'note end'] as const
const points = effects.flatMap((effect): RotationPoint[] => [`after ${effect}`, `before ${effect}`])
const daily = { rotationInterval: 1, rotateAtUtc: { hours: 0, minutes: 0 } }
const authorizations = z.array(z.object({ id: z.string(), description: z.string() }))
const accept = 'application/vnd.heroku+json; version=3'

/** As if the time of whoever was killed were over, and what it may have made had been looked for before. */
async function endTurns(database: Database) {
  await endGrace(database)
  await database.pool.query(
    `update rotated_credentials set due_at = now(), tries = 2 where due_at is not null and state <> 'previous'`,
  )
}

/** As if the rotations so far were so long ago that no use has open what they replaced. */
const endGrace = ({ pool }: Database) =>
  pool.query(`update rotations set ended_at = now() - interval '61 seconds' where state = 'succeeded'`)

describe.each(engines)('a server that is killed while it rotates, on %s with the sandbox', (engine) => {
  it(
    `leaves no token behind and ends no use: the next one is ready at once and goes on, ${rounds} rounds`,
    async () => {
      const place = await newPlace(engine)
      const { control } = place.sandbox
      const watcher = await control.mintToken()
      const made = async () => {
        const headers = { authorization: `Bearer ${watcher.token}`, range: 'id ..; max=1000', accept }
        const answer = await fetch(`${place.sandbox.url}/oauth/authorizations`, { headers })
        const all = authorizations.parse(await answer.json())
        return all.filter(({ description }) => description.startsWith('App Connections ')).map(({ id }) => id)
      }
      const sum = { rounds: 0, uses: 0, failed: 0, slowestStartMs: 0 }
      let running = await place.start({ JOBS: 'off' }, entry)
      const admin = await place.admin(running.url)
      const act = (verb: string, input: object) => {
        const call = (method: string, path: string, request: Request = {}) => send(running.url, method, path, request)
        return mutations({ call, secrets: new Set() }, admin.cookie)(`appConnections.${verb}`, input)
      }
      const { token, id: pastedId } = await control.mintToken()
      const input = { app: 'heroku', method: 'auth-token', name: 'main', credentials: { authToken: token } }
      const { id: connectionId } = singleConnectionSchema.parse(dataOf(await act('create', input)))
      const ref = { app: 'heroku', connectionId }
      await act('setRotation', { ...ref, ...daily })
      await act('rotateCredentials', ref)
      const read = async () => {
        const query = new URLSearchParams({ input: JSON.stringify(ref) })
        const headers = { cookie: admin.cookie }
        return rotationStateSchema.parse(
          dataOf(await send(running.url, 'GET', `/api/trpc/appConnections.rotation?${query}`, { headers })),
        )
      }
      for (let round = 0; round < rounds; round += 1) {
        await place.kill(running.process)
        await place.between(endGrace)
        const point = points[round % points.length] ?? 'after make'
        running = await place.start({ JOBS: 'off', STOP_AT: point }, entry)
        const stopped = once(running.process.child, 'message')
        const cutOff = act('rotateCredentials', ref).catch(() => undefined)
        await stopped
        await place.kill(running.process)
        await cutOff
        await place.between(endTurns)
        const startedAt = performance.now()
        running = await place.start({ JOBS: 'on' }, entry)
        sum.slowestStartMs = Math.max(sum.slowestStartMs, Math.round(performance.now() - startedAt))
        for (let settled = false; !settled; await sleep(50)) {
          const used = await act('check', ref)
          sum.uses += 1
          if (used.status !== 200 || singleConnectionSchema.parse(dataOf(used)).health.status !== 'healthy')
            sum.failed += 1
          const { rotations, ending } = await read()
          settled = ending.length === 0 && rotations.every(({ state }) => state !== 'under_way')
        }
        const { current, previous, open } = await read()
        expect(open, point).toEqual([])
        const kept = [current, previous].flatMap((each) => (each === null ? [] : [each.platformId]))
        expect(kept.filter((id) => id !== pastedId).toSorted(), point).toEqual((await made()).toSorted())
        expect(current, point).not.toBeNull()
        sum.rounds += 1
      }
      process.stdout.write(`kills while rotating on ${engine}: ${JSON.stringify(sum)}\n`)
      expect(sum.failed).toBe(0)
    },
    60_000 + rounds * 40_000,
  )
})
