import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { engines } from '@app-connections/db/testing/engines'
import type { LoggedRequest, SwitchChange } from '@app-connections/heroku-sandbox'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type Cluster, type Renewable, startCluster, turnMs } from './cluster.ts'

const soak = process.env.SOAK === 'on'
const size = soak ? { processes: 8, uses: 200 } : { processes: 3, uses: 40 }
const rounds = Number(process.env.REFRESH_ROUNDS || 3)

const combinations = [false, true].flatMap((refreshTokenRotates) =>
  (['accepted', 'refused', 'revokes'] as const).map((refreshTokenReuse) => ({
    refreshTokenRotates,
    refreshTokenReuse,
  })),
)
const wordsOf = ({ refreshTokenRotates, refreshTokenReuse }: SwitchChange) =>
  `${refreshTokenRotates ? 'rotation' : 'no rotation'}, re-use ${refreshTokenReuse}`
const say = (line: string) => process.stdout.write(`${line}\n`)

function overlaps(calls: LoggedRequest[]): number {
  const inOrder = [...calls].sort((a, b) => a.startedAt - b.startedAt)
  return inOrder.filter((each, at) => at > 0 && each.startedAt < (inOrder[at - 1]?.endedAt ?? Number.POSITIVE_INFINITY))
    .length
}

// Several processes share a database, so it is PostgreSQL; PGlite serves only one.
describe.each(engines.filter((engine) => engine === 'PostgreSQL'))(
  'server processes on one %s with the sandbox',
  () => {
    let cluster: Cluster

    beforeAll(async () => {
      cluster = await startCluster(inject('postgresUrl'), size.processes)
    }, 120_000)
    afterAll(() => cluster.close())

    const row = ({ id }: Renewable) =>
      cluster.database.kysely.selectFrom('connections').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

    it.each(combinations.map((each) => [wordsOf(each), each] as const))(
      `renew once for ${size.uses} uses at once in ${size.processes} processes, and none fails: %s`,
      async (words, switches) => {
        await cluster.sandbox.control.setSwitches(switches)
        for (const unseen of [false, true]) {
          const connection = await cluster.connect()
          await cluster.end([connection], unseen)
          const started = performance.now()
          const uses = Array.from({ length: size.uses }, (_, each) => cluster.use(each % size.processes, connection))
          const statuses = await Promise.all(uses)
          const failed = statuses.filter((status) => status !== 200).length
          const refreshes = (await cluster.refreshesOf(connection)).length
          const ms = Math.round(performance.now() - started)
          say(
            `${size.uses} uses, ${size.processes} processes, ${words}, end ${unseen ? 'unknown' : 'known'}: ${refreshes} refresh, ${failed} failed, ${ms} ms`,
          )
          expect({ refreshes, failed }).toEqual({ refreshes: 1, failed: 0 })
          expect((await row(connection)).seal_revision).toBe(2)
        }
      },
      60_000,
    )

    it(
      `outlive processes that are killed while they renew, ${rounds} rounds`,
      async () => {
        const sum = {
          rounds: 0,
          kills: 0,
          lostAnswers: 0,
          refreshes: 0,
          uses: 0,
          failed: 0,
          reconnectRequired: 0,
          slowestMs: 0,
        }
        for (let round = 0; round < rounds; round += 1) {
          // From the end of the list, so that a few rounds have tokens that rotate.
          const switches = combinations.at(-1 - (round % combinations.length)) ?? {}
          const counts = await killRound(round, switches)
          sum.rounds += 1
          sum.kills += 1
          for (const name of ['lostAnswers', 'refreshes', 'uses', 'failed', 'reconnectRequired'] as const)
            sum[name] += counts[name]
          sum.slowestMs = Math.max(sum.slowestMs, counts.slowestMs)
        }
        say(`kills while renewing: ${JSON.stringify(sum)}`)
      },
      60_000 + rounds * 20_000,
    )

    /**
     * Kills one process while it renews a connection, and loses the answer to a second connection's refresh. A third
     * has no fault. All three are used through every process meanwhile.
     */
    async function killRound(round: number, switches: SwitchChange) {
      const { control } = cluster.sandbox
      await control.setSwitches(switches)
      const killed = await cluster.connect()
      const lost = await cluster.connect()
      const plain = await cluster.connect()
      const all = [killed, lost, plain]
      await cluster.end(all, round % 2 === 1)
      const victim = round % size.processes
      const survivors = Array.from({ length: size.processes }, (_, each) => each).filter((each) => each !== victim)
      const asked = (connection: Renewable) =>
        expect
          .poll(async () => (await cluster.refreshesOf(connection)).length, { interval: 5, timeout: 10_000 })
          .toBe(1)

      // The fault strikes the first call, so the first refresh is the one whose answer is lost.
      await control.setFault({ path: '/oauth/token', effect: { kind: 'reset', when: 'after' } })
      await control.setFault({ path: '/oauth/token', times: null, effect: { kind: 'latency', ms: randomInt(20, 250) } })
      const usesOf = (connection: Renewable, from: readonly number[]) =>
        from.flatMap((each) => [cluster.use(each, connection), cluster.use(each, connection)])
      const lostUses = usesOf(lost, [survivors[0] ?? 0])
      await asked(lost)
      const killedUses = usesOf(killed, [victim])
      await asked(killed)
      killedUses.push(...usesOf(killed, survivors))
      lostUses.push(...usesOf(lost, survivors))
      const plainUses = usesOf(plain, survivors)
      await sleep(randomInt(0, 260))
      await cluster.kill(victim)
      const fault = performance.now()
      const settled = await Promise.all([killedUses, lostUses, plainUses].map((uses) => Promise.all(uses)))
      await control.clearFaults()
      const slowestMs = Math.round(performance.now() - fault)

      const [ofKilled = [], ofLost = [], ofPlain = []] = settled
      const context = JSON.stringify({ round, switches, ofKilled, ofLost, ofPlain })
      expect(
        ofPlain.every((status) => status === 200),
        context,
      ).toBe(true)
      // A process that waits for the turn of a killed one goes on after that has ended.
      expect(slowestMs, context).toBeLessThan(turnMs + 3_000)
      const rotatedIsLost = switches.refreshTokenRotates === true && switches.refreshTokenReuse !== 'accepted'
      let reconnectRequired = 0
      let refreshes = 0
      for (const connection of all) {
        const calls = await cluster.refreshesOf(connection)
        refreshes += calls.length
        expect(overlaps(calls), context).toBe(0)
        const misfortunes = connection === plain ? 0 : 1
        expect(calls.length, context).toBeLessThanOrEqual(1 + misfortunes)
        reconnectRequired += await settles(connection, survivors, rotatedIsLost && connection !== plain, context)
      }
      await cluster.restart(victim)
      const statuses = settled.flat()
      const failed = statuses.filter((status) => status !== 200).length
      return { lostAnswers: 1, refreshes, uses: statuses.length, failed, reconnectRequired, slowestMs }
    }

    /**
     * A connection works in every process, or says that it must be reconnected where that may be. Its trail is
     * complete.
     */
    async function settles(
      connection: Renewable,
      survivors: number[],
      mayEnd: boolean,
      context: string,
    ): Promise<number> {
      const statuses = await Promise.all(survivors.map((each) => cluster.use(each, connection)))
      const { health, health_reason, seal_revision } = await row(connection)
      const dead = health === 'reconnect_required'
      expect(statuses, context).toEqual(survivors.map(() => (dead ? 400 : 200)))
      if (dead)
        expect({ mayEnd, health_reason }, context).toEqual({ mayEnd: true, health_reason: 'refresh_outcome_unknown' })
      const { rows } = await cluster.database.pool.query(
        `select (detail ->> 'sealRevision')::int as revision from audit_events
        where target_id = $1 and action = 'appConnections.refresh' and outcome = 'success' order by at, id`,
        [connection.id],
      )
      const revisions = rows.map(({ revision }) => revision)
      expect(revisions, context).toEqual(Array.from({ length: seal_revision - 1 }, (_, at) => at + 2))
      return dead ? 1 : 0
    }
  },
)
