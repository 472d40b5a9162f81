import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { callsPerMinute, type LimitKind } from '@app-connections/api'
import { engines } from '@app-connections/db/testing/engines'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { errorOf } from '../http.ts'
import { startTestServer } from '../running-server.ts'
import { connectionsPath } from './connections.ts'
import { callOverTrpc, type Family, type Somebody, useFamily } from './family.ts'

const minuteOf = async (family: Family) => `${(await family.query("select date_trunc('minute', now()) as at"))[0]?.at}`

/** Repeats `act` until it runs within one minute of the database. */
async function withinOneMinute(family: Family, act: (attempt: number) => Promise<() => void>): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const before = await minuteOf(family)
    const judge = await act(attempt)
    if ((await minuteOf(family)) === before) return judge()
  }
  expect.unreachable('five minutes have ended meanwhile')
}

/** Spends this minute's calls of a key but for `left` of `limit`. */
async function leave(family: Family, key: string, limit: number, left: number): Promise<void> {
  await family.query(
    `insert into limit_windows (key, started_at, reserved) values ($1, date_trunc('minute', now()), $2)
     on conflict (key, started_at) do update set reserved = excluded.reserved`,
    [key, limit - left],
  )
}

describe.each(engines)('limits on %s', (engine) => {
  const family = useFamily(engine, { RATE_LIMITS: 'on', TRUST_PROXY: '127.0.0.1' })
  const batch = (calls: number, as: Somebody) => {
    const procedures = Array.from({ length: calls }, () => 'session.whoAmI').join(',')
    return family().server.call('GET', `/api/trpc/${procedures}?batch=1&input=%7B%7D`, { headers: as.headers })
  }
  const statusesOf = (body: unknown) =>
    z
      .array(z.object({ error: z.object({ data: z.object({ statusCode: z.number() }) }).optional() }))
      .parse(body)
      .map(({ error }) => error?.data.statusCode ?? 200)

  it('count a batch of 20 calls as 20', async () => {
    const { caller } = callsPerMinute.read
    await withinOneMinute(family(), async () => {
      const machine = await family().machine({ organization: 'member' })
      await leave(family(), `read caller ${machine.id}`, caller, 120)
      const statuses: number[] = []
      for (let sent = 0; sent < 7; sent++) statuses.push(...statusesOf((await batch(20, machine)).body))
      return () => {
        expect(statuses.filter((status) => status === 200)).toHaveLength(120)
        expect(statuses.slice(120)).toEqual(Array(20).fill(429))
      }
    })
  })

  it('look nobody up again who was just refused, over REST and tRPC, whatever the id, and serve their other calls', async () => {
    await withinOneMinute(family(), async () => {
      const machine = await family().machine({ organization: 'member' })
      const other = await family().machine({ organization: 'member' })
      await leave(family(), `write caller ${machine.id}`, callsPerMinute.write.caller, 0)
      const overRest = async (as: Somebody) =>
        (await family().rest('DELETE', `${connectionsPath}/${randomUUID()}`, { as })).status
      const input = { app: 'heroku', connectionId: randomUUID() }
      const overTrpc = async (as: Somebody) => (await family().trpc('appConnections.remove', input, as)).status
      const before = [await overRest(machine), await overTrpc(machine), await overRest(other)]
      const reads = (await family().rest('GET', connectionsPath, { as: machine })).status
      // Whoever looked it up would find no token.
      await family().query('delete from access_tokens where id = $1', [machine.tokenId])
      const answer = await family().rest('DELETE', `${connectionsPath}/${randomUUID()}`, { as: machine })
      const after = [answer.status, await overTrpc(machine), await overRest(other)]
      const waits = Number(answer.headers.get('retry-after'))
      return () => {
        expect([before, reads, after]).toEqual([[429, 429, 404], 200, [429, 429, 404]])
        expect(waits).toBeGreaterThan(0)
        expect(waits).toBeLessThanOrEqual(60)
      }
    })
  })

  it('count calls with a token by whose it is from every address, and calls without one by address, over REST and tRPC', async () => {
    await withinOneMinute(family(), async (attempt) => {
      const [one, other] = [
        await family().machine({ organization: 'member' }),
        await family().machine({ organization: 'member' }),
      ]
      const address = `192.0.2.${attempt + 1}`
      await leave(family(), `read caller ${one.id}`, callsPerMinute.read.caller, 0)
      await leave(family(), `read address ${address}`, callsPerMinute.read.address, 0)
      const from = (somebody: { headers: Record<string, string> }, at: string) => ({
        headers: { ...somebody.headers, 'x-forwarded-for': at },
      })
      const nobody = { headers: {} }
      const status = async (headers: Record<string, string>) =>
        (await family().server.call('GET', connectionsPath, { headers })).status
      const overTrpc = async (headers: Record<string, string>) =>
        (await family().server.call('GET', '/api/trpc/session.whoAmI', { headers })).status
      const forged = { headers: { cookie: 'app-connections.session_token=forged.forged' } }
      const answers = [
        await status(from(one, '198.51.100.1').headers),
        await status(from(other, address).headers),
        await status(from(nobody, address).headers),
        await status(from(nobody, '198.51.100.2').headers),
        await overTrpc(from(one, '198.51.100.1').headers),
        await overTrpc(from(other, address).headers),
        await overTrpc(from(nobody, address).headers),
        await overTrpc(from(forged, address).headers),
        await overTrpc(from(nobody, '198.51.100.2').headers),
      ]
      return () => expect(answers).toEqual([429, 200, 429, 401, 429, 200, 429, 429, 401])
    })
  })

  it('say how long to wait, over REST and tRPC', async () => {
    const machine = await family().machine({ organization: 'member' })
    await leave(family(), `read caller ${machine.id}`, callsPerMinute.read.caller, 0)
    const rest = await family().server.call('GET', connectionsPath, { headers: machine.headers })
    const trpc = await callOverTrpc(family().server, 'projects.list', undefined, machine)
    // A minute may have ended in between.
    for (const answer of [rest, trpc].filter(({ status }) => status === 429)) {
      const seconds = Number(answer.headers.get('retry-after'))
      expect(seconds >= 1 && seconds <= 60, `${seconds}`).toBe(true)
    }
    if (rest.status === 429)
      expect(errorOf(rest).message).toBe(`Too many requests. Try again in ${rest.headers.get('retry-after')} seconds.`)
  })
})

describe.each(engines)('limits that are off, on %s', (engine) => {
  const family = useFamily(engine)

  it('count nothing', async () => {
    for (let call = 0; call <= callsPerMinute.login.address + 5; call++) {
      const body = { clientId: randomUUID(), clientSecret: 'x' }
      expect((await family().server.call('POST', '/api/v1/auth/universal-auth/login', { body })).status).toBe(401)
    }
    expect(await family().query('select 1 from limit_windows')).toEqual([])
  })
})

describe.skipIf(!engines.includes('PostgreSQL'))('two servers on one PostgreSQL', () => {
  const family = useFamily('PostgreSQL', { RATE_LIMITS: 'on' })

  it('admit no more than the limit together', async () => {
    const second = await startTestServer({ engine: 'PostgreSQL', variables: family().variables })
    try {
      await withinOneMinute(family(), async () => {
        const machine = await family().machine({ organization: 'admin' })
        const { caller } = callsPerMinute.write
        const calls = caller / 2 + 40
        const flood = async (server: Pick<typeof second, 'call'>) => {
          const statuses: number[] = []
          const lane = async () => {
            while (statuses.length < calls) {
              const at = statuses.push(0) - 1
              statuses[at] = (
                await server.call('DELETE', `${connectionsPath}/${randomUUID()}`, { headers: machine.headers })
              ).status
            }
          }
          await Promise.all(Array.from({ length: 8 }, lane))
          return statuses
        }
        const statuses = (await Promise.all([flood(family().server), flood(second)])).flat()
        return () => {
          expect(new Set(statuses)).toEqual(new Set([404, 429]))
          expect(statuses.filter((status) => status === 404)).toHaveLength(caller)
        }
      })
    } finally {
      await second.close()
    }
  })
})

it('docs/limits.md has the numbers of the code in its table', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../../docs/limits.md'), 'utf8')
  const rows = [...text.matchAll(/^\| `(\w+)` *\|[^|]*\| *(\d+) *\| *(\d+) *\| *(\d+) *\|$/gm)]
  const answers = Object.fromEntries(
    rows.map(([, kind = '', caller, organization, address]) => [
      kind,
      { caller: Number(caller), organization: Number(organization), address: Number(address) },
    ]),
  )
  expect(answers).toEqual(callsPerMinute satisfies Record<LimitKind, unknown>)
})
