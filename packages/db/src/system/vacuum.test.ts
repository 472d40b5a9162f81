import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { engines, openEmptyDatabase } from '../../test/engines.ts'
import { vacuumChanged } from './vacuum.ts'

it.each(engines)(
  'tables of %s of which many rows have changed are vacuumed and analyzed, and only those',
  async (engine) => {
    const { kysely } = await openEmptyDatabase(engine)
    await sql`create table worn (value text) with (autovacuum_enabled = off)`.execute(kysely)
    await sql`create table calm (value text) with (autovacuum_enabled = off)`.execute(kysely)
    await sql`insert into worn select repeat('x', 1000) from generate_series(1, 1000)`.execute(kysely)
    await sql`insert into calm values ('one')`.execute(kysely)
    await sql`delete from worn`.execute(kysely)
    const sizeOf = async () => {
      const { rows } = await sql<{ bytes: number }>`select pg_relation_size('worn')::int as bytes`.execute(kysely)
      return rows[0]?.bytes
    }
    expect(await sizeOf()).toBeGreaterThan(1_000_000)
    // Another session may not have written down yet what it has counted.
    const vacuumed: string[] = []
    await expect
      .poll(async () => {
        await sql`select pg_stat_force_next_flush()`.execute(kysely)
        vacuumed.push(...(await vacuumChanged(kysely)))
        return vacuumed
      })
      .toEqual(['public.worn'])
    expect(await sizeOf()).toBe(0)
    expect(await vacuumChanged(kysely)).toEqual([])
  },
)
