import { expect } from 'vitest'
import * as z from 'zod'
import type { Family, Machine } from '../rest-family/family.ts'
import { createLedger } from './ledger.ts'
import type { RawAnswer } from './raw-http.ts'
import type { FuzzRequest } from './request-parts.ts'

export interface Sent {
  readonly method: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: string | undefined
}

export type Lane = Awaited<ReturnType<typeof createLane>>

const restAnswer = z.looseObject({ appConnection: z.unknown().optional(), grant: z.unknown().optional() })
const trpcAnswer = z.object({ result: z.object({ data: z.unknown().optional() }) })

/** How many requests share one token of the sandbox, since some of them end it. */
const requestsPerToken = 20

/** The object of an answer that has one. */
function wrapped(body: unknown): unknown {
  const answer = restAnswer.safeParse(body).data
  return answer?.appConnection ?? answer?.grant ?? body
}

/** An organization whose requests come one after the other, so that its answers can be compared with its rows. */
export async function createLane(family: Family, stranger: Machine) {
  const organization = await family.organization()
  const { orgId, projectId } = organization
  const admin = await organization.machine({ organization: 'admin', project: 'admin' })
  const viewer = await organization.machine({ organization: 'no-access', project: 'viewer' })
  /** The things that requests may end, so that the lane itself can continue. */
  const victims = [
    await organization.machine({ organization: 'member' }),
    await organization.machine({ organization: 'admin' }),
  ]
  const person = await organization.person({ organization: 'admin' })
  const before = new Set(
    (
      await family.query(
        'select id from projects where org_id = $1 union all select id from identities where org_id = $1',
        [orgId],
      )
    ).map(({ id }) => `${id}`),
  )
  const ledger = createLedger()
  let authToken = ''
  let sentSoFar = 0

  function poolOf(kind: string): readonly string[] {
    switch (kind) {
      case 'connectionId':
        return [...ledger.connections.keys()]
      case 'etag':
        return [...ledger.connections.keys()].map((id) => `"${id}.1"`)
      case 'projectId':
        return [projectId, ...ledger.made.projects]
      case 'identityId':
        return [...victims.map(({ id }) => id), ...ledger.made.identities]
      case 'personId':
        return [person.id]
      case 'clientSecretId':
        return [...ledger.secrets.keys()]
      case 'grantId':
        return [...ledger.grants]
      case 'invitationId':
        return [...ledger.made.invitations]
      case 'accessTokenId':
        return victims.map(({ tokenId }) => tokenId)
      case 'accessToken':
        return victims.map(({ token }) => token)
      case 'clientId':
        return victims.map(({ clientId }) => clientId)
      default:
        return kind === 'authToken' ? [authToken] : []
    }
  }

  function resolved(text: string, quoted: (value: string) => string): string {
    return text.replace(/(?:«|%C2%AB)(\w+)(?::|%3A)(\d+)(?:»|%C2%BB)/g, (_all, kind: string, n: string) => {
      const pool = poolOf(kind)
      return quoted(pool[Number(n) % Math.max(1, pool.length)] ?? '00000000-0000-4000-8000-000000000000')
    })
  }

  const callers = { admin: admin.headers, viewer: viewer.headers, stranger: stranger.headers, nobody: {} }

  return {
    ledger,
    async resolve(request: FuzzRequest): Promise<Sent> {
      if (sentSoFar++ % requestsPerToken === 0) authToken = await family.server.mint()
      const headers = Object.entries(request.headers).map(([name, value]) => [name, resolved(value, (plain) => plain)])
      return {
        method: request.method,
        path: resolved(request.path, encodeURIComponent),
        headers: {
          ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...callers[request.who],
          ...Object.fromEntries(headers),
        },
        body:
          request.body === undefined
            ? undefined
            : resolved(request.body, (plain) => JSON.stringify(plain).slice(1, -1)),
      }
    },

    /** Notes a success. The answers to the stranger and the unknown concern other organizations. */
    acknowledge(request: FuzzRequest, sent: Sent, answer: RawAnswer): void {
      expect(answer.status).toBe(200)
      if (request.who === 'stranger' || request.method === 'HEAD' || request.procedure === 'none') return
      if (request.path.includes('/export')) return
      const body: unknown = JSON.parse(answer.text)
      if (Array.isArray(body)) return
      const output = request.transport === 'trpc' ? trpcAnswer.parse(body).result.data : wrapped(body)
      ledger.record({
        procedure: request.procedure,
        output,
        input: sent.body === undefined ? undefined : JSON.parse(sent.body.replace(/^\ufeff/, '')),
      })
    },

    verify: () => ledger.verify(family, organization, before),
  }
}
