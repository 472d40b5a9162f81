import { sql } from 'kysely'
import pg from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { emptyDatabase, engines } from '../../test/engines.ts'
import { poolUse } from './database.ts'
import { isUnavailable } from './errors.ts'
import { onBehalfOf } from './fair-pool.ts'
import { createDb } from './open.ts'

describe.each(engines)('a pool that is shared on %s', (engine) => {
  async function opened(poolSize: number) {
    const empty = await emptyDatabase(engine)
    const target = 'url' in empty.target ? { ...empty.target, poolSize } : empty.target
    const database = await createDb(target)
    onTestFinished(async () => {
      await database.close()
      await empty.remove()
    })
    return { database, url: 'url' in empty.target ? empty.target.url : undefined }
  }

  it('serves one who asks little before everything that another has asked for', async () => {
    const { database } = await opened(2)
    const order: string[] = []
    const ask = (who: string) =>
      onBehalfOf(who, () => sql`select 1`.execute(database.kysely)).then(() => order.push(who))
    const busy = Array.from({ length: 20 }, () => ask('busy'))
    await Promise.all([...busy, ask('quiet')])
    expect(order.indexOf('quiet')).toBeLessThan(5)
  })

  it.runIf(engine === 'PostgreSQL')(
    'keeps connections for others while one waits for a lock on all it may have',
    async () => {
      const { database, url } = await opened(10)
      const db = database.kysely
      await sql`create table things (id integer primary key, n integer not null)`.execute(db)
      await sql`insert into things values (1, 0)`.execute(db)
      const other = new pg.Client({ connectionString: url })
      await other.connect()
      onTestFinished(() => other.end())
      await other.query('begin')
      await other.query('update things set n = 1')
      const greedy = Array.from({ length: 40 }, () =>
        onBehalfOf('greedy', () => sql`update things set n = 2`.execute(db)).catch((error: unknown) => error),
      )
      await expect.poll(() => poolUse(database.pools).waiting).toBe(33)
      const answers = await Promise.all(
        Array.from({ length: 30 }, () => onBehalfOf('other', () => sql`select * from things`.execute(db))),
      )
      expect(answers).toHaveLength(30)
      expect(poolUse(database.pools).waiting).toBeGreaterThan(20)
      await other.query('rollback')
      const errors = (await Promise.all(greedy)).filter((answer) => answer instanceof Error)
      for (const error of errors) expect(isUnavailable(error)).toBe(true)
      expect(poolUse(database.pools)).toMatchObject({ busy: 0, waiting: 0 })
    },
  )
})
