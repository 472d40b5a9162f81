import { randomBytes, randomUUID } from 'node:crypto'
import type { NewConnection, OrgId } from '@app-connections/db'
import { type Connection, connectionSchema } from '@app-connections/schemas'
import { expect } from 'vitest'
import * as z from 'zod'
import type { Answer } from '../http.ts'
import type { Family, Somebody } from './family.ts'

export const connectionsPath = '/api/v1/app-connections/heroku'

const single = z.strictObject({ appConnection: connectionSchema })

/** The connection of a 200, parsed by its schema, with its tag. */
export function connectionOf(answer: Answer): Connection & { etag: string } {
  expect(answer.status, answer.text).toBe(200)
  return { ...single.parse(answer.body).appConnection, etag: `${answer.headers.get('etag')}` }
}

/** The body of a create call that Heroku will accept. */
export async function newInput(family: Family, name: string, more: Record<string, unknown> = {}) {
  return { method: 'auth-token', name, credentials: { authToken: await family.server.mint() }, ...more }
}

/** A connection made over REST. */
export async function newConnection(
  family: Family,
  name: string,
  more: Record<string, unknown> = {},
  request: { as?: Somebody; headers?: Record<string, string> } = {},
) {
  const body = await newInput(family, name, more)
  return connectionOf(await family.rest('POST', connectionsPath, { body, ...request }))
}

/** A row that the wire cannot make: of another app, or one of thousands. Its credential cannot be opened. */
export function connectionRow(orgId: OrgId, change: Partial<NewConnection> = {}): NewConnection {
  const at = new Date()
  return {
    id: randomUUID(),
    org_id: orgId,
    project_id: null,
    name: `row-${randomUUID()}`,
    description: null,
    app: 'heroku',
    method: 'auth-token',
    credentials: randomBytes(48),
    credentials_hash: randomBytes(32).toString('hex'),
    version: 1,
    revision: 1,
    seal_revision: 1,
    account: '{}',
    created_at: at,
    updated_at: at,
    ...change,
  }
}

/** Stores such a row and returns its id. */
export async function insertRow(family: Family, change: Partial<NewConnection> = {}): Promise<string> {
  const row = connectionRow(family.orgId, change)
  await family.db.insertInto('connections').values(row).execute()
  return row.id
}

/** How many calls Heroku has had since its log was cleared. */
export async function callsAtHeroku(family: Family): Promise<number> {
  return (await family.server.sandbox.control.requests()).length
}
