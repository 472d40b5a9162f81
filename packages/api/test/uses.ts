import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { insertGrant, type OrgId } from '@app-connections/db'
import type { Engine } from '@app-connections/db/testing/engines'
import { singleConnectionSchema } from '@app-connections/schemas'
import { beforeAll } from 'vitest'
import { membershipOf } from '../src/access/callers.ts'
import { newSubject } from '../src/audit/subject.ts'
import type { UseAnswer } from '../src/broker/answer.ts'
import { type UseRequest, use } from '../src/broker/use.ts'
import { type Person, publicError } from '../src/index.ts'
import { eventsOf, newOrganization } from './organization.ts'
import { call, type TestServices, useServices } from './services.ts'

const none: Readonly<Record<string, string | string[] | undefined>> = {}

/** A connection of an organization with an admin, and a holder who uses it. */
export interface UsePlace {
  readonly services: TestServices['services']
  readonly sandbox: TestServices['sandbox']
  readonly orgId: OrgId
  readonly connectionId: string
  readonly admin: Person
  readonly holder: Person
  /** The sealed credential. */
  readonly token: string
  /** The id of an app at the platform: `note-g` and `punched-cards` are there. */
  idOf(name: string): string
  /** Grants the holder these actions alone, on apps of these names. */
  grant(actions: string[], narrowed?: { on?: string[]; keys?: string[] }): Promise<string>
  /** Uses the connection as the holder. Rejects as the use does. */
  open(method: string, target: string, more?: Partial<UseRequest>): Promise<UseAnswer>
  /** The same, read to the end, with what has reached the platform meanwhile. */
  ask(method: string, target: string, more?: Partial<UseRequest>): Promise<Answered>
  /** The events of the organization, oldest first, once what follows answers is done. */
  events(): Promise<Awaited<ReturnType<typeof eventsOf>>>
}

/** What a use was answered with. `code` is that of our own refusals. */
export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  readonly json: unknown
  readonly code: string | undefined
  readonly sent: readonly string[]
}

/** A place for one block of tests, on its own database. */
export function useUses(engine: Engine): () => UsePlace {
  const test = useServices(engine)
  let place: UsePlace | undefined
  beforeAll(async () => {
    place = await placeOf(test())
  })
  return () => {
    if (place === undefined) throw new Error('the place is not there yet')
    return place
  }
}

async function placeOf({ services, sandbox }: TestServices): Promise<UsePlace> {
  const organization = await newOrganization(services)
  const admin = await organization.person({ organization: 'admin' })
  const holder = await organization.person({ organization: 'member' })
  const { token } = await sandbox.control.mintToken({ shape: 'long' })
  const input = { app: 'heroku', method: 'auth-token', name: 'main', credentials: { authToken: token } }
  const { id: connectionId } = singleConnectionSchema.parse(await call(services, admin, 'appConnections.create', input))
  const apps = new Map<string, string>()
  for (const name of ['note-g', 'punched-cards']) {
    const configVars = { A: '1', B_URL: '2', SECRET: 'three' }
    apps.set(name, (await sandbox.control.setApp(name, { configVars })).id)
  }
  const idOf = (name: string) => apps.get(name) ?? ''
  // What reached the platform, without what the service asks for its own sake.
  const sent = async () => (await sandbox.control.requests()).map(({ method, path }) => `${method} ${path}`)

  async function open(method: string, target: string, more: Partial<UseRequest> = {}): Promise<UseAnswer> {
    await sandbox.control.clearRequests()
    const info = { reqId: randomUUID(), address: '192.0.2.1', userAgent: 'test', organizationId: organization.id }
    const member = membershipOf(holder, organization.id)
    const request = { ...info, endpoint: null, admitted: true }
    const ctx = { services, request, actor: holder, member, subject: newSubject() }
    const base = 'https://connections.example.com/proxy'
    const asked = { app: 'heroku' as const, connectionId, method, base, target, headers: {}, body: null }
    return use(ctx, { ...asked, signal: new AbortController().signal, ...more }, () => {})
  }

  return {
    services,
    sandbox,
    orgId: organization.id,
    connectionId,
    admin,
    holder,
    token,
    idOf,
    open,
    async grant(actions, { on, keys } = {}) {
      await services.db.deleteFrom('grants').where('org_id', '=', organization.id).execute()
      const id = randomUUID()
      await insertGrant(services.db, {
        id,
        org_id: organization.id,
        connection_id: connectionId,
        person_id: holder.id,
        makers: [admin.id],
        actions,
        resources: on === undefined ? null : JSON.stringify(on.map((name) => ({ id: idOf(name), name }))),
        keys: keys ?? null,
      })
      return id
    },
    async ask(method, target, more) {
      try {
        const { status, headers, body } = await open(method, target, more)
        const chunks: Buffer[] = []
        for await (const chunk of body) chunks.push(Buffer.from(chunk))
        const text = Buffer.concat(chunks).toString('utf8')
        return { status, headers, text, json: json(text), code: undefined, sent: await sent() }
      } catch (error) {
        const { body } = publicError(error, 'req-1')
        const refused = { status: body.statusCode, headers: none, text: '', json: undefined, code: body.code }
        return { ...refused, sent: await sent() }
      }
    },
    async events() {
      await services.afterwards.settled()
      return eventsOf(services, organization.id)
    },
  }
}

/** A body of a request, as JSON. */
export function jsonBody(value: unknown): Pick<UseRequest, 'body' | 'headers'> {
  return {
    body: Readable.from([Buffer.from(JSON.stringify(value))]),
    headers: { 'content-type': 'application/json' },
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
