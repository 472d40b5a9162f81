import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { pipeline } from 'node:stream/promises'
import type { Authenticator } from '../auth.ts'
import type { Body } from './body.ts'

/** A call of the service, with its path as it is to stand on the wire. */
export interface Call {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Body
  readonly signal: AbortSignal
  /** How long the service may be silent, in milliseconds; a stream of lines may be for ever. */
  readonly silentMs?: number
}

/** The service, as far as calls are sent on to it. */
export interface Service {
  /** Its public address, without a slash at its end. */
  readonly url: string
  send(call: Call): Promise<IncomingMessage>
}

/** The service at an address, called as the authenticator says. `variables` are those that name a proxy, if any is used. */
export function createService(
  url: string,
  authenticate: Authenticator,
  variables: Readonly<Record<string, string | undefined>> = {},
): Service {
  const { protocol, hostname, port, pathname } = new URL(url)
  const base = pathname.replace(/\/+$/, '')
  const options = { ...(variables.NODE_USE_ENV_PROXY === '1' ? { proxyEnv: { ...variables } } : {}) }
  // One connection each: one that is used again may be closed by the other side just then, and nobody can tell whether
  // the request was carried out.
  const [request, agent] =
    protocol === 'https:' ? [requestHttps, new HttpsAgent(options)] : [requestHttp, new HttpAgent(options)]

  async function once(call: Call): Promise<{ answer: IncomingMessage; discard: () => boolean }> {
    const { headers, discard } = await authenticate()
    const { method, body, signal } = call
    const length = body instanceof Buffer ? { 'content-length': String(body.length) } : {}
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = request({
        ...{ method, agent, signal, hostname: hostname.replace(/^\[|\]$/g, ''), path: `${base}${call.path}` },
        ...(port === '' ? {} : { port }),
        headers: { 'accept-encoding': 'identity', ...call.headers, ...length, ...headers },
      })
      sent.on('response', resolve).on('error', reject)
      sent.setTimeout(call.silentMs ?? 0, () => sent.destroy(new ServiceSilent()))
      if (body === undefined || body instanceof Buffer) sent.end(body)
      // An answer may come before the body is sent, and then ends it.
      else pipeline(body, sent).catch(reject)
    })
    return { answer, discard }
  }

  return {
    url,
    async send(call) {
      const { answer, discard } = await once(call)
      const again = call.body === undefined || call.body instanceof Buffer
      if (answer.statusCode !== 401 || !again || !discard()) return answer
      answer.resume()
      return (await once(call)).answer
    },
  }
}

/** The service took a call and then said nothing for too long. */
export class ServiceSilent extends Error {}
