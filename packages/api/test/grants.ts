import { randomUUID } from 'node:crypto'
import { type Grant, grantSchema, type Issue, identitySchema, issueSchema } from '@app-connections/schemas'
import * as z from 'zod'
import type { Caller, Person } from '../src/index.ts'
import { newOrganization, type TestOrganization } from './organization.ts'
import { call, refusal, type TestServices } from './services.ts'

/** An organization with a connection of a token, of its own or of its project, and calls about the grants of it. */
export interface GrantPlace {
  readonly organization: TestOrganization
  readonly admin: Person
  /** A member who may read the connection. */
  readonly holder: Person
  /** Who may do so too, as a machine identity. */
  readonly botId: string
  readonly connectionId: string
  make(caller: Caller, change?: Record<string, unknown>): Promise<Grant>
  act(
    caller: Caller,
    verb: 'create' | 'list' | 'get' | 'update' | 'end',
    input?: Record<string, unknown>,
  ): Promise<unknown>
  /** The status of a refused call, and its mistakes by field. */
  refused(
    caller: Caller,
    verb: 'create' | 'list' | 'get' | 'update' | 'end',
    input: Record<string, unknown>,
  ): Promise<{ status: number; code: string; mistakes: Record<string, string> }>
  /** Calls the platform itself, as whoever has the token. */
  atPlatform(method: string, path: string, body?: object): Promise<unknown>
}

/** With `inProject`, admin and holder have their roles in the project. */
export async function grantPlace({ services, sandbox }: TestServices, inProject = false): Promise<GrantPlace> {
  const organization = await newOrganization(services)
  const { projectId } = organization
  const member = { organization: 'member' } as const
  const admin = await organization.person({ organization: 'admin', ...(inProject ? { project: 'admin' } : {}) })
  const holder = await organization.person({ ...member, ...(inProject ? { project: 'member' } : {}) })
  const bot = identitySchema.parse(await call(services, admin, 'identities.create', { name: 'deploy', role: 'member' }))
  if (inProject) {
    const input = { scope: 'project', projectId, member: { identityId: bot.id }, role: 'viewer' }
    await call(services, admin, 'members.set', input)
  }
  const { token } = await sandbox.control.mintToken()
  const { id: connectionId } = z.object({ id: z.uuid() }).parse(
    await call(services, admin, 'appConnections.create', {
      app: 'heroku',
      method: 'auth-token',
      name: `main-${randomUUID()}`,
      credentials: { authToken: token },
      ...(inProject ? { projectId } : {}),
    }),
  )
  const ref = { app: 'heroku', connectionId }
  const act: GrantPlace['act'] = (caller, verb, input = {}) =>
    call(services, caller, `grants.${verb}`, { ...ref, ...input })
  return {
    organization,
    admin,
    holder,
    botId: bot.id,
    connectionId,
    act,
    async make(caller, change = {}) {
      const subject = { type: 'person', id: holder.id }
      return grantSchema.parse(await act(caller, 'create', { subject, actions: ['apps:read'], ...change }))
    },
    async refused(caller, verb, input) {
      const { statusCode, code, message } = await refusal(act(caller, verb, input))
      const issues: Issue[] = typeof message === 'string' ? [] : z.array(issueSchema).parse(message)
      return {
        status: statusCode,
        code,
        mistakes: Object.fromEntries(issues.map((issue) => [issue.path.join('.'), issue.message])),
      }
    },
    async atPlatform(method, path, body) {
      const headers = { authorization: `Bearer ${token}`, accept: 'application/vnd.heroku+json; version=3' }
      const json = { ...headers, 'content-type': 'application/json' }
      const init = body === undefined ? { headers } : { headers: json, body: JSON.stringify(body) }
      const answer = await fetch(`${sandbox.url}${path}`, { method, ...init })
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
      return answer.json()
    },
  }
}
