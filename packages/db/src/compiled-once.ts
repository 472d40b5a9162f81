import type { CompiledQuery } from 'kysely'
import type { Queryable } from './database.ts'

/**
 * A statement of the busiest paths, compiled by Kysely at its first use and then only given its parameters, in the order
 * in which they stand in it.
 */
export function compiledOnce<Row>(build: (db: Queryable) => { compile(): CompiledQuery<Row> }) {
  let compiled: CompiledQuery<Row> | undefined
  return async (db: Queryable, parameters: readonly unknown[]): Promise<Row[]> => {
    compiled ??= build(db).compile()
    const { rows } = await db.executeQuery<Row>({ ...compiled, parameters })
    return rows
  }
}
