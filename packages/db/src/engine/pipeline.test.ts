import { sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import { engines, openEmptyDatabase } from '../../test/engines.ts'
import { shortRead } from './compiled-once.ts'
import { poolUse, type Queryable } from './database.ts'
import { createDb } from './open.ts'

const echo = shortRead<{ n: number }>()(
  (_db, { param }) => sql<{ value: number; pid: number }>`select ${param('n')}::int as value, pg_backend_pid() as pid`,
)
/** The divisor is a parameter, so that the statement can fail. */
const divide = shortRead<{ by: number }>()(
  (_db, { param }) => sql<{ value: number }>`select 12 / ${param('by')}::int as value`,
)
const slow = shortRead<{ seconds: number }>()(
  (_db, { param }) => sql<object>`select pg_sleep(${param('seconds')}::float8)`,
)

/** Reads that come faster than their answers, so that one is always under way, until they are stopped. */
function keepBusy(kysely: Queryable) {
  const reads: Promise<unknown>[] = []
  const read = () => void reads.push(slow(kysely, { seconds: 0.02 }).catch((error: unknown) => error))
  read()
  const timer = setInterval(read, 5)
  return {
    async stop() {
      clearInterval(timer)
      await Promise.all(reads)
    },
  }
}

describe.runIf(engines.includes('PostgreSQL'))('short reads on PostgreSQL', () => {
  const open = (poolSize?: number) => openEmptyDatabase('PostgreSQL', poolSize)

  it('of one moment share a connection, get each its own answer, and give the connection back', async () => {
    const { kysely, pools } = await open()
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => echo(kysely, { n })))
    expect(answers.map(([row]) => row?.value)).toEqual(Array.from({ length: 50 }, (_, n) => n))
    expect(new Set(answers.map(([row]) => row?.pid)).size).toBe(1)
    expect(poolUse(pools)).toEqual({ idle: 1, busy: 0, waiting: 0 })
  })

  it('fail each for itself', async () => {
    const { kysely, pools } = await open()
    const answers = await Promise.allSettled([6, 0, 4, 0, 3].map((by) => divide(kysely, { by })))
    const message = expect.stringContaining('division by zero')
    expect(answers).toMatchObject([
      { value: [{ value: 2 }] },
      { reason: { message } },
      { value: [{ value: 3 }] },
      { reason: { message } },
      { value: [{ value: 4 }] },
    ])
    expect(poolUse(pools).busy).toBe(0)
    expect(await divide(kysely, { by: 2 })).toEqual([{ value: 6 }])
  })

  it('all hear of a connection that is lost, and whatever is read from then on gets another', async () => {
    const { kysely, pools } = await open()
    const [row] = await echo(kysely, { n: 1 })
    const next = slow(kysely, { seconds: 20 }).then(
      () => [],
      () => echo(kysely, { n: 4 }),
    )
    const behind = Promise.allSettled([echo(kysely, { n: 2 }), echo(kysely, { n: 3 })])
    await sql`select pg_terminate_backend(${row?.pid})`.execute(kysely)
    expect((await behind).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    const [answer] = await next
    expect(answer).toEqual({ value: 4, pid: expect.any(Number) })
    expect(answer?.pid).not.toBe(row?.pid)
    expect(poolUse(pools).busy).toBe(0)
  })

  it('leave other statements their connections, however many are under way', async () => {
    const { kysely } = await open(2)
    const [row] = await echo(kysely, { n: 1 })
    const waiting = expect(slow(kysely, { seconds: 20 })).rejects.toThrow('canceling statement')
    const behind = echo(kysely, { n: 2 })
    await sql`select pg_cancel_backend(${row?.pid})`.execute(kysely)
    await waiting
    expect(await behind).toEqual([{ value: 2, pid: row?.pid }])
  })

  it('take turns with the others where there is but one connection', async () => {
    const { kysely, pools } = await open(1)
    const reading = keepBusy(kysely)
    await sql`select 1`.execute(kysely)
    await reading.stop()
    const { idle, busy } = poolUse(pools)
    expect(idle + busy).toBe(1)
  })

  it('look their row up by an index, also where they were planned while the table was small', async () => {
    const { kysely } = await open()
    const scans = shortRead<{ setting: string }>()(
      (_db, { param }) => sql<{ scans: string }>`select current_setting(${param('setting')}) as scans`,
    )
    expect(await scans(kysely, { setting: 'enable_seqscan' })).toEqual([{ scans: 'off' }])
    const alone = sql<{ scans: string }>`select current_setting('enable_seqscan') as scans`.execute(kysely)
    expect((await alone).rows).toEqual([{ scans: 'on' }])
  })

  it('within a transaction see what it wrote', async () => {
    const { kysely } = await open()
    await kysely.transaction().execute(async (trx) => {
      const [own] = (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx)).rows
      expect(await echo(trx, { n: 1 })).toEqual([{ value: 1, pid: own?.pid }])
    })
  })

  it('say what is wrong where the database cannot be reached', async () => {
    const nowhere = await createDb({ url: 'postgres://127.0.0.1:1/nowhere' })
    onTestFinished(() => nowhere.close())
    await expect(echo(nowhere.kysely, { n: 1 })).rejects.toThrow('ECONNREFUSED')
    await expect(echo(nowhere.kysely, { n: 1 })).rejects.toThrow('ECONNREFUSED')
  })
})

describe.each(engines)('a short read on %s', (engine) => {
  it('answers like any other statement', async () => {
    const database = await openEmptyDatabase(engine)
    expect(await divide(database.kysely, { by: 3 })).toEqual([{ value: 4 }])
  })

  it('takes its parameters by name, in whatever order and as often as they stand in it', async () => {
    const { kysely } = await openEmptyDatabase(engine)
    const built: string[] = []
    const difference = shortRead<{ from: number; take: number }>()((_db, { param, value }) => {
      built.push('once')
      return sql<{ left: number; taken: number; fixed: string }>`
        select ${param('from')}::int - ${param('take')}::int as left, ${value(({ take }) => take)}::int as taken,
          ${'as it is'}::text as fixed`
    })
    expect(await difference(kysely, { take: 2, from: 7 })).toEqual([{ left: 5, taken: 2, fixed: 'as it is' }])
    expect(await difference(kysely, { from: 1, take: 1 })).toEqual([{ left: 0, taken: 1, fixed: 'as it is' }])
    expect(built).toEqual(['once'])
  })
})
