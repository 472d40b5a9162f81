import type { CompiledQuery } from 'kysely'
import type { Queryable } from './database.ts'
import { PipelinedKysely } from './pipeline.ts'

/** A statement that is given its parameters in the order in which they stand in it. */
export type Statement<Row> = (db: Queryable, parameters: readonly unknown[]) => Promise<Row[]>

type Build<Row> = (db: Queryable) => { compile(): CompiledQuery<Row> }

/** A statement of the busiest paths, compiled by Kysely at its first use and then only given its parameters. */
export function compiledOnce<Row>(build: Build<Row>): Statement<Row> {
  let compiled: CompiledQuery<Row> | undefined
  return async (db, parameters) => {
    compiled ??= build(db).compile()
    const { rows } = await db.executeQuery<Row>({ ...compiled, parameters })
    return rows
  }
}

/**
 * The same for a read that is short whatever the data, as by a unique key: outside a transaction it shares a connection
 * with the other short reads of the moment.
 */
export function shortRead<Row extends object>(build: Build<Row>): Statement<Row> {
  let text: string | undefined
  const alone = compiledOnce(build)
  return async (db, parameters) => {
    if (!(db instanceof PipelinedKysely) || db.pipeline === undefined) return alone(db, parameters)
    text ??= build(db).compile().sql
    return db.pipeline.read<Row>(text, parameters)
  }
}
