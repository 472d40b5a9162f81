import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { answerControl } from './control/http.ts'
import type { SandboxControl } from './control/types.ts'
import { deliver, type FinalEffect } from './deliver.ts'
import { dispatch } from './dispatch.ts'
import { asHerokuError } from './errors.ts'
import type { FaultEffect } from './faults.ts'
import { fieldsOf, readBody, splitTarget } from './receive.ts'
import { type LoggedRequest, loggedHeaders, loggedQuery, loggedSecrets } from './request-log.ts'
import type { Match } from './routes.ts'
import { errorAnswer, send } from './send.ts'
import type { World } from './world.ts'

type ServerParts = {
  world: World
  route: (method: string, path: string) => Match | undefined
  control: SandboxControl
  controlSecret: string | undefined
  latencyMs: number
  /** Resolves once what has changed is in the state file. */
  saved: () => Promise<void>
}

/** Milliseconds since 1970 by the machine's clock, never going backwards. */
const machineNow = (): number => performance.timeOrigin + performance.now()

const isFinal = (effect: FaultEffect): effect is FinalEffect =>
  effect.kind !== 'latency' && effect.kind !== 'clock-jump'

/** Whatever a client does to the protocol itself gets an answer in Heroku's shape, where one can still be sent. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request'
  const body = JSON.stringify({ id: 'bad_request', message: 'The request is not valid HTTP.' })
  const head = [`HTTP/1.1 ${status}`, 'Content-Type: application/json;charset=utf-8', 'Connection: close']
  socket.end(
    [...head, `Content-Length: ${Buffer.byteLength(body)}`, `Request-Id: ${randomUUID()}`, '', body].join('\r\n'),
  )
}

async function answerFaulty(
  parts: ServerParts,
  effects: FaultEffect[],
  stage: 'before' | 'after',
  request: IncomingMessage,
  response: ServerResponse,
): Promise<{ status: number | null } | undefined> {
  for (const effect of effects) {
    if (effect.kind === 'latency' || effect.kind === 'clock-jump') continue
    if (('when' in effect ? effect.when : 'before') !== stage) continue
    return { status: await deliver(effect, request, response, parts.world.state.switches) }
  }
  return undefined
}

async function answerPlatform(
  parts: ServerParts,
  entry: LoggedRequest,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<number | null> {
  const { world } = parts
  const { path, query } = splitTarget(request.url ?? '/')
  // A HEAD is answered as its GET would be, without the body.
  const method = request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET')
  const effects = world.faults.take(entry.method, path)
  entry.faults = effects.map(({ kind }) => kind)
  const early = effects.find(({ kind }) => kind === 'early')
  if (early !== undefined && isFinal(early)) return deliver(early, request, response, world.state.switches)
  const body = await readBody(request)
  entry.bodyBytes = body.length
  entry.bodyFields = fieldsOf(body, request.headers['content-type']).map((field) => world.log.redact(field))
  entry.bodySecrets = loggedSecrets(body, request.headers['content-type'])
  const delay = effects.reduce((sum, effect) => sum + (effect.kind === 'latency' ? effect.ms : 0), parts.latencyMs)
  if (delay > 0) await sleep(delay)
  for (const effect of effects) {
    if (effect.kind !== 'clock-jump') continue
    world.state.clockOffsetMs += effect.seconds * 1000
    world.changed()
  }
  const spoilt = await answerFaulty(parts, effects, 'before', request, response)
  if (spoilt !== undefined) return spoilt.status
  const { answer, account } = dispatch(parts.route(method, path), { world, query, headers: request.headers, body })
  entry.account = account?.email ?? null
  await parts.saved()
  const lost = effects.some(isFinal) ? await answerFaulty(parts, effects, 'after', request, response) : undefined
  return lost === undefined ? send(request, response, answer) : lost.status
}

async function handle(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { world } = parts
  const requestId = randomUUID()
  response.setHeader('request-id', requestId)
  const { path, query } = splitTarget(request.url ?? '/')
  const refuse = (error: unknown): number => {
    // A body that was not read to its end would be taken for the next request.
    if (!request.complete) response.setHeader('connection', 'close')
    return send(request, response, errorAnswer(asHerokuError(error), world.state.switches))
  }
  if (path === '/_sandbox' || path.startsWith('/_sandbox/')) {
    try {
      const body = await readBody(request)
      const { authorization } = request.headers
      const method = request.method ?? 'GET'
      send(
        request,
        response,
        await answerControl(parts.control, parts.controlSecret, { method, path, authorization, body }),
      )
    } catch (error) {
      if (!response.headersSent) refuse(error)
    }
    return
  }
  const { redact } = world.log
  const entry: LoggedRequest = {
    requestId,
    method: request.method ?? 'GET',
    path: redact(path),
    query: loggedQuery(query, redact),
    headers: loggedHeaders(request.headers, redact),
    bodyBytes: 0,
    bodyFields: [],
    bodySecrets: {},
    account: null,
    status: null,
    faults: [],
    startedAt: machineNow(),
    endedAt: null,
  }
  world.log.add(entry)
  try {
    entry.status = await answerPlatform(parts, entry, request, response)
  } catch (error) {
    if (response.headersSent) response.destroy()
    else entry.status = refuse(error)
  }
  entry.endedAt = machineNow()
}

/** The HTTP server over its parts; the caller lets it listen. */
export function createSandboxServer(parts: ServerParts): Server {
  const server = createServer({ requireHostHeader: false }, (request, response) => {
    response.on('error', () => response.destroy())
    void handle(parts, request, response)
  })
  // Longer than a busy program may pause: a call that is sent just as the server closes its connection is lost.
  server.keepAliveTimeout = 60_000
  server.on('clientError', answerBrokenRequest)
  server.on('connect', (_request, socket: Socket) => answerBrokenRequest({ name: '', message: '' }, socket))
  server.on('checkExpectation', (request, response) => server.emit('request', request, response))
  return server
}
