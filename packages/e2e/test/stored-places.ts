import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Place } from './secret-search.ts'

/** Runs one statement and resolves with its rows. */
export type Query = (statement: string) => Promise<Record<string, unknown>[]>

/**
 * Every table of every schema but PostgreSQL's own, each row as text: as a whole, and column by column, because the text
 * of a whole row doubles quotation marks and backslashes.
 */
export async function tablesAsText(query: Query): Promise<Place[]> {
  const tables = await query(
    `select format('%I.%I', table_schema, table_name) as name, string_agg(format('%I::text', column_name), ', ') as columns
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
     group by 1 order by 1`,
  )
  const places: Place[] = []
  for (const { name, columns } of tables) {
    const rows = await query(`select concat_ws(chr(10), t::text, ${columns}) as row from ${name} t`)
    places.push({ name: `table ${name}`, bytes: Buffer.from(rows.map(({ row }) => row).join('\n')) })
  }
  return places
}

/** Every file below a directory with all of its bytes, one at a time. */
export async function filesOf(directory: string): Promise<Place[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Promise.all(
    paths.map(async (path) => ({ name: `file ${relative(directory, path)}`, bytes: await readFile(path) })),
  )
}
