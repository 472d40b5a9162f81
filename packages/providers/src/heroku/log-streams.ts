import * as z from 'zod'
import type { Streams } from '../broker/contract.ts'
import type { Http } from '../http.ts'

/** Heroku's answer to a new log session (schema: log-session). */
const logSession = z.looseObject({ logplex_url: z.string() })

/** The hosts that Heroku streams logs from, with or without a region before them. */
const hosts = /^(?:[a-z0-9-]+\.)?(?:logplex|logs|logs-api)\.heroku\.com$/

/**
 * The streams of log sessions. Their addresses are rights by themselves, so that no credential goes there, and only hosts
 * of Heroku's are asked; where another address stands for Heroku's API, only that one.
 */
export function logStreams(http: Http, apiUrl: string): Streams {
  const api = new URL(apiUrl)
  function isHeroku({ protocol, host, hostname, username, password, origin }: URL): boolean {
    if (username !== '' || password !== '') return false
    if (api.hostname !== 'api.heroku.com') return origin === api.origin
    return protocol === 'https:' && host === hostname && hosts.test(hostname)
  }
  return {
    find(json) {
      const session = logSession.safeParse(json)
      if (!session.success || !URL.canParse(session.data.logplex_url)) return undefined
      const url = new URL(session.data.logplex_url)
      if (!isHeroku(url)) return undefined
      return { url: url.href, replacedBy: (ours) => ({ ...session.data, logplex_url: ours }) }
    },
    async open({ url, headers, signal }) {
      const target = new URL(url)
      if (!isHeroku(target)) throw new Error('a stream is not at the platform')
      const path = `${target.pathname}${target.search}`
      const request = { platform: 'Heroku', method: 'GET', origin: target.origin, path, headers, body: null, signal }
      return http.stream({ ...request, endless: true })
    },
  }
}
