import fs from 'node:fs'
import { sql } from 'kysely'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { emptyDatabase, openEmptyDatabase } from '../../test/engines.ts'
import { assertReady } from '../system/ready.ts'
import type { Queryable } from './database.ts'
import { DatabaseDiedError, isUnavailable } from './errors.ts'
import { createDb } from './open.ts'

/** Writes to the write-ahead log alone. */
const log = (db: Queryable) => sql`select pg_logical_emit_message(true, 'test', 'a message')`.execute(db)

describe('a PGlite whose disk is full', () => {
  it('is dead: it says so once, nothing waits for it, and it opens again with all that was committed', async () => {
    const { target, remove } = await emptyDatabase('PGlite')
    onTestFinished(remove)
    const database = await createDb(target)
    await sql`create table rows (value integer)`.execute(database.kysely)
    await sql`insert into rows values (1)`.execute(database.kysely)
    const write = vi.spyOn(fs, 'writeSync').mockImplementation(() => {
      throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
    })
    onTestFinished(() => write.mockRestore())
    const failure = await log(database.kysely).catch((error: unknown) => error)
    write.mockRestore()
    expect(failure).toBeInstanceOf(DatabaseDiedError)
    expect(await database.died).toBe(failure)
    for (const call of [
      () => log(database.kysely),
      () => assertReady(database),
      () => database.kysely.transaction().execute(log),
    ]) {
      expect(isUnavailable(await call().catch((error: unknown) => error))).toBe(true)
    }
    await database.close()

    const again = await createDb(target)
    onTestFinished(() => again.close())
    expect((await sql`select value from rows`.execute(again.kysely)).rows).toEqual([{ value: 1 }])
  })

  it('lives where a statement alone failed', async () => {
    const database = await openEmptyDatabase('PGlite')
    await expect(sql`select 1 / 0`.execute(database.kysely)).rejects.toThrow('division by zero')
    await log(database.kysely)
    expect(await Promise.race([database.died, 'alive'])).toBe('alive')
  })
})
