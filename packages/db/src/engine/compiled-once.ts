import { type CompiledQuery, type RawBuilder, sql } from 'kysely'
import type { Queryable } from './database.ts'
import { PipelinedKysely } from './pipeline.ts'

/** A compiled statement: takes its parameters by name and resolves with its rows. */
export type Statement<Given, Row> = (db: Queryable, given: Given) => Promise<Row[]>

/** The parameters while a statement is built. */
export interface Parameters<Given> {
  /** The parameter of that name. */
  param<Name extends keyof Given>(name: Name): RawBuilder<Given[Name]>
  /** A value computed from the parameters, for example one column of a row among them. */
  value<Value>(read: (given: Given) => Value): RawBuilder<Value>
}

type Build<Given, Row> = (
  db: Queryable,
  parameters: Parameters<Given>,
) => { compile(db: Queryable): CompiledQuery<Row> }

/**
 * A frequent statement, compiled by Kysely at its first use. Every value that changes from call to call must be a
 * parameter: all others stay as they were at that first use.
 */
export function compiledOnce<Given>() {
  return <Row>(build: Build<Given, Row>): Statement<Given, Row> => {
    const compiled = once(build)
    return async (db, given) => {
      const { query, valuesOf } = compiled(db)
      return execute(db, query, valuesOf(given))
    }
  }
}

/**
 * The same for a read that is short for any data, for example by a unique key. Outside a transaction it shares a
 * connection with other short reads.
 */
export function shortRead<Given>() {
  return <Row extends object>(build: Build<Given, Row>): Statement<Given, Row> => {
    const compiled = once(build)
    return async (db, given) => {
      const { query, valuesOf } = compiled(db)
      const pipeline = db instanceof PipelinedKysely ? db.pipeline : undefined
      return pipeline?.read<Row>(query.sql, valuesOf(given)) ?? execute(db, query, valuesOf(given))
    }
  }
}

interface Compiled<Given, Row> {
  query: CompiledQuery<Row>
  /** The values in the order of the compiled statement's parameters. */
  valuesOf(given: Given): unknown[]
}

function once<Given, Row>(build: Build<Given, Row>): (db: Queryable) => Compiled<Given, Row> {
  let compiled: Compiled<Given, Row> | undefined
  return (db) => {
    compiled ??= compile(db, build)
    return compiled
  }
}

function compile<Given, Row>(db: Queryable, build: Build<Given, Row>): Compiled<Given, Row> {
  // Each parameter is an object of its own until the text is compiled, which gives their order.
  const reads = new Map<unknown, (given: Given) => unknown>()
  function value<Value>(read: (given: Given) => Value): RawBuilder<Value> {
    const place = {}
    reads.set(place, read)
    return sql<Value>`${place}`
  }
  const query = build(db, { param: (name) => value((given) => given[name]), value }).compile(db)
  const order = query.parameters.map((parameter) => reads.get(parameter) ?? (() => parameter))
  return { query, valuesOf: (given) => order.map((read) => read(given)) }
}

async function execute<Row>(db: Queryable, query: CompiledQuery<Row>, parameters: unknown[]): Promise<Row[]> {
  const { rows } = await db.executeQuery<Row>({ ...query, parameters })
  return rows
}
