import { randomUUID } from 'node:crypto'
import { Client, escapeIdentifier } from 'pg'

export interface TestDatabase {
  readonly name: string
  readonly url: string
  /** Ends every connection to it, which a pool hears as an error of its idle clients, and removes it. */
  drop(): Promise<void>
}

/**
 * A new database of its own on the server at `serverUrl` (any database of it). `template` names the database to copy,
 * to which nobody may be connected; without it the new one is empty. Any number may be made at once: a template is
 * only read, and template0, the default, takes no connection that could be in the way.
 */
export async function createDatabase(serverUrl: string, options: { template?: string } = {}): Promise<TestDatabase> {
  const { template = 'template0' } = options
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await execute(serverUrl, `create database ${name} template ${escapeIdentifier(template)}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return { name, url: url.href, drop: () => execute(serverUrl, `drop database if exists ${name} with (force)`) }
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
