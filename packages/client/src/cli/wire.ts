import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { pipeline } from 'node:stream/promises'
import type { Body } from './body.ts'

/** A call of the service, with its path as it is to stand on the wire. */
export interface Call {
  readonly method: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Body
  readonly signal?: AbortSignal
  /** How long the service may be silent, in milliseconds; a stream of lines may be for ever. */
  readonly silentMs?: number
}

/** Sends one call, once. Rejects where there is no answer. */
export type Wire = (call: Call) => Promise<IncomingMessage>

/** The service took a call and then said nothing for too long. */
export class ServiceSilent extends Error {}

/** Calls of the service at an address. `variables` are those that name a proxy, if any is to be used. */
export function createWire(url: string, variables: Readonly<Record<string, string | undefined>> = {}): Wire {
  const { protocol, hostname, port, pathname } = new URL(url)
  const base = pathname.replace(/\/+$/, '')
  const options = variables.NODE_USE_ENV_PROXY === '1' ? { proxyEnv: { ...variables } } : {}
  // One connection each: one that is used again may be closed by the other side just then, and nobody can tell whether
  // the request was carried out.
  const [request, agent] =
    protocol === 'https:' ? [requestHttps, new HttpsAgent(options)] : [requestHttp, new HttpAgent(options)]
  const place = { agent, hostname: hostname.replace(/^\[|\]$/g, ''), ...(port === '' ? {} : { port }) }

  return ({ method, path, headers, body, signal, silentMs = 0 }) =>
    new Promise((resolve, reject) => {
      const length = body instanceof Buffer ? { 'content-length': String(body.length) } : {}
      const sent = request({
        ...{ ...place, method, path: `${base}${path}` },
        ...(signal === undefined ? {} : { signal }),
        headers: { 'accept-encoding': 'identity', ...headers, ...length },
      })
      sent.on('response', resolve).on('error', reject)
      sent.setTimeout(silentMs, () => sent.destroy(new ServiceSilent()))
      if (body === undefined || body instanceof Buffer) sent.end(body)
      // An answer may come before all of the body is sent.
      else pipeline(body, sent).catch(reject)
    })
}
