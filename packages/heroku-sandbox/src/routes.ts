import type { IncomingHttpHeaders } from 'node:http'
import type { Identity } from './authenticate.ts'
import { badRequest, invalidParams } from './errors.ts'
import type { Access } from './scopes.ts'
import type { World } from './world.ts'

/** What a handler answers. `body` becomes JSON, unless `type` names another content type and `body` is its text. */
export type Answer = {
  status: number
  body: unknown
  headers?: Record<string, string>
  type?: string
  /** Texts that follow the body for as long as somebody reads: the answer has no length then. */
  endless?: AsyncIterable<string>
}

/** A request as a handler sees it: path parameters decoded, body parsed, nothing trusted. */
export type Request = {
  world: World
  params: Record<string, string>
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: Buffer
  /** `3`, or `3.sdk`, which writes an app's generation as a string. */
  variant: string
}
/** A request whose token was found and may do this. */
export type Call = Request & Identity

export type Route =
  | {
      method: string
      path: string
      access: Access
      /** Never counted against the rate limit. */
      free?: true
      handle: (call: Call) => Answer
    }
  | { method: string; path: string; access: 'public'; handle: (request: Request) => Answer }

export type Match = { route: Route; params: Record<string, string> }

const segmentsOf = (path: string): string[] => path.split('/').slice(1)

/** Finds the route of a method and a raw path; undefined when there is none. Segments are decoded after the split. */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => Match | undefined {
  const table = routes.map((route) => ({ route, segments: segmentsOf(route.path) }))
  return (method, path) => {
    const given = segmentsOf(path)
    for (const { route, segments } of table) {
      if (route.method !== method || segments.length !== given.length) continue
      const params: Record<string, string> = {}
      const fits = segments.every((segment, index) => {
        const value = given[index] ?? ''
        if (!segment.startsWith(':')) return segment === value
        if (value === '') return false
        params[segment.slice(1)] = value
        return true
      })
      if (fits) return { route, params: Object.fromEntries(Object.entries(params).map(([k, v]) => [k, decode(v)])) }
    }
    return undefined
  }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw badRequest('The path is not properly encoded.')
  }
}

/** The body as JSON; `{}` when there is none. Throws 400 for what is not JSON in UTF-8. */
export function jsonBody(request: Request): unknown {
  if (request.body.length === 0) return {}
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(request.body))
  } catch {
    throw badRequest('The request body is not valid JSON.')
  }
}

/** Parses a JSON body with a schema; throws 422 that names the first field at fault, never its value. */
export function parseBody<T>(
  request: Request,
  schema: { safeParse: (value: unknown) => { success: true; data: T } | { success: false; error: IssueList } },
): T {
  const parsed = schema.safeParse(jsonBody(request))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw invalidParams(`${issue?.path.join('.') || 'The body'}: ${issue?.message ?? 'is not valid'}`)
}
type IssueList = { issues: { path: PropertyKey[]; message: string }[] }
