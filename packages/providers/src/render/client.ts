import * as z from 'zod'
import { below } from '../address.ts'
import { parseAnswer, unusableAnswer } from '../answer.ts'
import type { Http } from '../http.ts'
import { countIn } from '../reason.ts'
import { renderError } from './errors.ts'

/** The largest page (Render's documentation, "Pagination"). */
const pageSize = 100

/** Render's lists never have more pages than this. */
const mostPages = 100

export type RenderClient = ReturnType<typeof createRenderClient>

/** Calls Render's API, version 1. Each call resolves with the parsed body or rejects with `ProviderError`. */
export function createRenderClient(http: Http, apiUrl: string, apiKey: string) {
  /** One GET, and the calls that the user has left, where the answer says so. */
  async function get<T>(path: string, query: Record<string, string>, schema: z.ZodType<T>, deadline: AbortSignal) {
    const url = below(apiUrl, path)
    url.search = new URLSearchParams(query).toString()
    const headers = { accept: 'application/json', authorization: `Bearer ${apiKey}` }
    const answer = await http.send({ platform: 'Render', method: 'GET', url, headers, deadline })
    if (answer.status !== 200) throw renderError(answer, apiKey)
    const body = parseAnswer('Render', `GET ${path}`, answer, schema)
    return { body, remaining: countIn(answer.headers['ratelimit-remaining']) }
  }

  /**
   * All pages of a list. The cursor of a page's last element leads to the next, and a page that is not full is the
   * last.
   */
  async function list<T extends { cursor: string }>(path: string, element: z.ZodType<T>, deadline: AbortSignal) {
    const all: T[] = []
    let cursor: string | undefined
    for (let pages = 0; pages < mostPages; pages += 1) {
      const query = { limit: `${pageSize}`, ...(cursor === undefined ? {} : { cursor }) }
      const { body } = await get(path, query, z.array(element), deadline)
      all.push(...body)
      const last = body.at(-1)
      if (last === undefined || body.length < pageSize) return all
      if (last.cursor === cursor) throw unusableAnswer('Render', `GET ${path}: a page leads to itself`)
      cursor = last.cursor
    }
    throw unusableAnswer('Render', `GET ${path}: more than ${mostPages} pages`)
  }

  return { get, list }
}
