import type { CompiledQuery } from 'kysely'
import type { Queryable } from './database.ts'
import { PipelinedKysely } from './pipeline.ts'

/** A statement that is given its parameters in the order in which they stand in it. */
export type Statement<Row> = (db: Queryable, parameters: readonly unknown[]) => Promise<Row[]>

type Build<Row> = (db: Queryable) => { compile(): CompiledQuery<Row> }

/** A statement of the busiest paths, compiled by Kysely at its first use and then only given its parameters. */
export function compiledOnce<Row>(build: Build<Row>): Statement<Row> {
  const compiled = once(build)
  return async (db, parameters) => execute(db, compiled(db), parameters)
}

/**
 * The same for a read that is short whatever the data, as by a unique key: outside a transaction it shares a connection
 * with the other short reads of the moment.
 */
export function shortRead<Row extends object>(build: Build<Row>): Statement<Row> {
  const compiled = once(build)
  return async (db, parameters) => {
    const pipeline = db instanceof PipelinedKysely ? db.pipeline : undefined
    return pipeline?.read<Row>(compiled(db).sql, parameters) ?? execute(db, compiled(db), parameters)
  }
}

function once<Row>(build: Build<Row>): (db: Queryable) => CompiledQuery<Row> {
  let compiled: CompiledQuery<Row> | undefined
  return (db) => {
    compiled ??= build(db).compile()
    return compiled
  }
}

async function execute<Row>(
  db: Queryable,
  compiled: CompiledQuery<Row>,
  parameters: readonly unknown[],
): Promise<Row[]> {
  const { rows } = await db.executeQuery<Row>({ ...compiled, parameters })
  return rows
}
