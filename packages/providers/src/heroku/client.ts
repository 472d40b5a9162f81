import * as z from 'zod'
import { below } from '../address.ts'
import { parseAnswer, unusableAnswer } from '../answer.ts'
import type { Http, HttpAnswer } from '../http.ts'
import { countIn } from '../reason.ts'
import { herokuError, resourceError } from './errors.ts'

/** Heroku's lists are never longer than this. */
const mostPages = 100

/** The calls that the account has left, by the latest `RateLimit-Remaining`; null before the first. */
export interface Meter {
  remaining: number | null
}

export type HerokuClient = ReturnType<typeof createHerokuClient>

/** `body` is undefined where it is as it was. */
interface Changed<T> {
  body: T | undefined
  tag: string | null
}

interface Page<T> {
  body: T
  nextRange: string | undefined
}

/** Calls Heroku's Platform API, version 3. Each call resolves with the parsed body or rejects with `ProviderError`. */
export function createHerokuClient(http: Http, apiUrl: string) {
  type Call = {
    token: string
    deadline: AbortSignal
    range?: string
    meter?: Meter
    /** Whether the call is about one resource, so that 404 and 422 are about that. */
    ofResource?: boolean
    /** What an earlier answer was tagged with: one that is alike comes without its body. */
    known?: string | null
    /** The variant of version 3, where it is not the plain one. */
    variant?: 'sdk'
  }

  async function send(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    call: Call,
    body?: object,
  ): Promise<HttpAnswer> {
    const answer = await http.send({
      platform: 'Heroku',
      method,
      url: below(apiUrl, path),
      headers: {
        accept: `application/vnd.heroku+json; version=3${call.variant === undefined ? '' : `.${call.variant}`}`,
        authorization: `Bearer ${call.token}`,
        ...(call.range === undefined ? {} : { range: call.range }),
        ...(call.known == null ? {} : { 'if-none-match': call.known }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      deadline: call.deadline,
    })
    const left = countIn(answer.headers['ratelimit-remaining'])
    if (call.meter !== undefined && left !== null) call.meter.remaining = left
    return answer
  }

  function errorOf(answer: HttpAnswer, { token, ofResource }: Call) {
    return ofResource === true ? resourceError(answer, [token]) : herokuError(answer, [token])
  }

  /** One DELETE, without its answer's body. */
  async function remove(path: string, call: Omit<Call, 'range'>): Promise<void> {
    const answer = await send('DELETE', path, call)
    if (answer.status < 200 || answer.status > 299) throw errorOf(answer, call)
  }

  /** One POST. */
  async function post<T>(path: string, body: object, schema: z.ZodType<T>, call: Omit<Call, 'range'>): Promise<T> {
    const answer = await send('POST', path, call, body)
    if (answer.status !== 201) throw errorOf(answer, call)
    return parseAnswer('Heroku', `POST ${path}`, answer, schema)
  }

  /** One PATCH, without its answer's body. */
  async function patch(path: string, body: object, call: Omit<Call, 'range'>): Promise<void> {
    const answer = await send('PATCH', path, call, body)
    if (answer.status !== 200) throw errorOf(answer, call)
  }

  /** One GET. `range` is Heroku's paging header (Dev Center, "Platform API Reference", Ranges). */
  async function get<T>(path: string, schema: z.ZodType<T>, call: Call): Promise<Page<T>> {
    const answer = await send('GET', path, call)
    if (answer.status !== 200 && answer.status !== 206) throw errorOf(answer, call)
    return { body: parseAnswer('Heroku', `GET ${path}`, answer, schema), nextRange: answer.headers['next-range'] }
  }

  /** One GET of something that may be as it was under the tag `known`: `body` is undefined then. */
  async function getChanged<T>(path: string, schema: z.ZodType<T>, call: Omit<Call, 'range'>): Promise<Changed<T>> {
    return changedIn(await send('GET', path, call), path, schema, call)
  }

  /** The same of something that may not be there: undefined then. */
  async function findChanged<T>(
    path: string,
    schema: z.ZodType<T>,
    call: Omit<Call, 'range'>,
  ): Promise<Changed<T> | undefined> {
    const answer = await send('GET', path, call)
    return answer.status === 404 ? undefined : changedIn(answer, path, schema, call)
  }

  function changedIn<T>(answer: HttpAnswer, path: string, schema: z.ZodType<T>, call: Call): Changed<T> {
    if (answer.status === 304) return { body: undefined, tag: call.known ?? null }
    if (answer.status !== 200) throw errorOf(answer, call)
    return { body: parseAnswer('Heroku', `GET ${path}`, answer, schema), tag: tagOf(answer) }
  }

  /** All pages of a list. Each answer says where the next one begins. */
  async function list<T>(path: string, element: z.ZodType<T>, call: Omit<Call, 'range'>): Promise<T[]> {
    const all: T[] = []
    let next: string | undefined = 'id ..; max=1000'
    for (let pages = 0; next !== undefined; pages += 1) {
      if (pages === mostPages) throw unusableAnswer('Heroku', `GET ${path}: more than ${mostPages} pages`)
      const page: Page<T[]> = await get(path, z.array(element), { ...call, range: next })
      all.push(...page.body)
      next = page.nextRange
    }
    return all
  }

  return { findChanged, get, getChanged, list, patch, post, remove }
}

/** The tag of an answer, if it is one of a size that is worth keeping. */
function tagOf({ headers }: HttpAnswer): string | null {
  const tag = headers.etag
  return tag !== undefined && tag.length <= 256 ? tag : null
}
