import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { jsonAnswer, sendWhole } from './answer.ts'
import { bodyOf } from './body.ts'
import { climbs } from './climbs.ts'
import { headAnswer, requestHeaders, translated } from './forward.ts'
import { carries, newKey } from './key.ts'
import type { Service } from './service.ts'
import { createStreams, relay } from './streams.ts'
import type { Place, Tool } from './tool.ts'
import { sendPatiently } from './waits.ts'
import { ServiceSilent } from './wire.ts'

export interface Forwarder {
  readonly place: Place
  /** What its callers prove themselves with; worth nothing elsewhere. */
  readonly key: string
  close(): Promise<void>
}

export interface ForwarderOptions {
  readonly service: Service
  readonly tool: Tool
  readonly connectionId: string
  /** The port; 0 for any that is free. */
  readonly port: number
  /** Is told in a sentence of what a person may wonder about. */
  readonly say: (sentence: string) => void
}

/** The service gives a platform 10 seconds to answer and a body 60 between two pieces; beyond that it is gone. */
const silentMs = 90_000

/**
 * Listens on the loopback address and sends what comes with its key on to the connection. Its answers are such that the
 * platform's own programs can take them: never packed, empty, redirected, cut or reset. Rejects where it cannot listen.
 */
export async function openForwarder({ service, tool, connectionId, port, say }: ForwarderOptions): Promise<Forwarder> {
  const base = `/api/v1/app-connections/${tool.app}/${connectionId}/proxy`
  const key = newKey()
  const host = '127.0.0.1'
  const streams = createStreams(base, () => `http://${host}:${portOf(server.address())}`)

  const refuse = (response: ServerResponse, status: number, message: string) =>
    sendWhole(response, jsonAnswer(status, tool.failure(status, message), { 'x-app-connections': 'forwarder' }))

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '' } = request
    if (!path.startsWith('/')) return refuse(response, 400, 'Send a path, and not a whole address')
    if (climbs(path)) return refuse(response, 400, 'Send a path without dot segments and backslashes')
    const stream = streams.has(path)
    if (!stream && !carries(key, request.headers.authorization)) {
      return refuse(response, 401, 'The forwarder takes the key that it was started with, and no other')
    }
    const reason = tool.elsewhere(path)
    if (reason !== undefined) return refuse(response, 403, reason)
    const gone = new AbortController()
    response.once('close', () => response.writableFinished || gone.abort())
    const call = {
      ...{ method, path: `${base}${path}`, headers: requestHeaders(request.headers), signal: gone.signal },
      ...(stream ? {} : { silentMs }),
      body: method === 'GET' || method === 'HEAD' ? undefined : await bodyOf(request),
    }
    const answer = await sendPatiently(service, call, (seconds) =>
      say(`Waiting ${seconds} s: ${tool.name} or App Connections takes no more requests for now`),
    )
    if (answer.headers['content-type']?.startsWith('text/event-stream')) return relay(answer, response)
    sendWhole(response, method === 'HEAD' ? headAnswer(answer, tool) : await translated(answer, tool, streams))
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (error instanceof ServiceSilent) return refuse(response, 504, `${service.url} gave no answer in time`)
      refuse(response, 502, `No answer could be had through ${service.url}: ${reasonOf(error)}`)
    })
  })
  // What a request may take is for the service to say.
  server.requestTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => resolve())
  })
  const listening = portOf(server.address())
  return {
    place: { host, port: listening, origin: `http://${host}:${listening}` },
    key,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Why a call failed, in a word or a sentence. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'an unknown fault'
  return error.message !== '' || !('code' in error) ? error.message : String(error.code)
}
