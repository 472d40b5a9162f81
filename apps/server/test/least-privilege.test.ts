import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDb } from '@app-connections/db'
import { emptyDatabase, engines } from '@app-connections/db/testing/engines'
import { generateKeyEncryptionKey } from '@app-connections/sealing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readConfig } from '../src/config.ts'
import { findings } from '../src/doctor/findings.ts'
import { createLog } from '../src/log.ts'
import { startServer } from '../src/start.ts'
import { explainStart } from '../src/start-error.ts'

/** An empty database, as its owner sees it, and a start as a role that owns nothing in it. */
async function newPlace() {
  const { target, remove } = await emptyDatabase('PostgreSQL')
  if (!('url' in target)) throw new Error('PostgreSQL has an address')
  const owner = await createDb({ url: target.url, poolSize: 1 })
  const dataDir = await mkdtemp(join(tmpdir(), 'app-connections-role-'))
  const role = `role_${randomUUID().replaceAll('-', '')}`
  await owner.pool.query(`create role ${role} login password 'role-password'`)
  onTestFinished(async () => {
    await owner.pool.query(`drop owned by ${role} cascade; drop role ${role}`)
    await owner.close()
    await remove()
    await rm(dataDir, { recursive: true, force: true })
  })
  const url = new URL(target.url)
  url.username = role
  url.password = 'role-password'
  const variables = {
    DATABASE_URL: url.href,
    DATA_DIR: dataDir,
    PORT: '0',
    ENCRYPTION_KEY: generateKeyEncryptionKey(),
    AUTH_SECRET: generateKeyEncryptionKey(),
    WEB_PORT: '0',
  }
  const config = readConfig(variables)
  /** What an operator reads of a start; empty where it started. */
  async function start(): Promise<string> {
    try {
      const server = await startServer(config, createLog('silent'))
      await server.close()
      return ''
    } catch (error) {
      return explainStart(error)
    }
  }
  /** What the doctor says of everything that is not as it should be. */
  async function doctor(): Promise<string> {
    const found = await findings(variables)
    return found.flatMap(({ kind, words }) => (kind === 'ok' ? [] : [`${kind} ${words}`])).join('\n')
  }
  return { doctor, run: (text: string) => owner.pool.query(text), role, start }
}

describe.runIf(engines.includes('PostgreSQL'))('a role that may make no schema', () => {
  it('reads which rights are missing, and starts where the owner has made the schemas', async () => {
    const { run, role, start, doctor } = await newPlace()
    const lacking = /^The role in DATABASE_URL lacks a right\. .*grant create on schema public to .*create schema auth/
    expect(await start()).toMatch(lacking)
    expect(await doctor()).toContain('note the role may not make schemas and tables')
    await run(`grant create on schema public to ${role}`)
    expect(await start()).toMatch(lacking)
    await run(`create schema auth authorization ${role}; create schema jobs authorization ${role}`)
    expect(await doctor()).not.toContain('the role may not')
    expect(await start()).toBe('')
    expect(await start()).toBe('')
  })

  it('reads that the schema of the job queue is another program’s, before anything is made', async () => {
    const { run, role, start, doctor } = await newPlace()
    await run(`grant create on schema public to ${role}; create schema auth authorization ${role}`)
    await run(`create schema jobs authorization ${role}`)
    expect(await start()).toBe('')
    await run(`drop schema jobs cascade; create schema jobs authorization ${role}`)
    await run('create table jobs.version (version integer); create table jobs.queue (name text)')
    await run(`insert into jobs.queue values ('mails'); grant all on all tables in schema jobs to ${role}`)
    const words = /^The schema jobs of this database belongs to another program/
    expect(await start()).toMatch(words)
    expect(await doctor()).toContain('wrong The schema jobs of this database belongs to another program')
    await run('drop table jobs.queue')
    expect(await start()).toMatch(words)
  })

  it('reads that a schema with tables is somebody else’s', async () => {
    const { run, role, start } = await newPlace()
    await run(`grant create on schema public to ${role}; create schema auth; create table auth.users (id integer)`)
    await run(`do $$ begin execute format('grant create on database %I to ${role}', current_database()); end $$`)
    expect(await start()).toMatch(/^This database has a schema of somebody else /)
  })
})
