import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { HerokuError, rateLimited } from './errors.ts'
import type { FaultEffect } from './faults.ts'
import { errorAnswer, send } from './send.ts'
import type { Switches } from './switches.ts'

/** Effects that end a request in another way than its own answer. */
export type FinalEffect = Exclude<FaultEffect, { kind: 'latency' | 'clock-jump' }>

const usualIds: Record<number, string> = {
  400: 'bad_request',
  401: 'unauthorized',
  402: 'delinquent',
  403: 'forbidden',
  404: 'not_found',
  406: 'not_acceptable',
  409: 'conflict',
  410: 'gone',
  413: 'request_too_large',
  416: 'requested_range_not_satisfiable',
  422: 'invalid_params',
  429: 'rate_limit',
  500: 'internal_server_error',
  503: 'service_unavailable',
}

/** Plays a fault on the socket. Returns the status sent, or null where no answer was completed. */
export async function deliver(
  effect: FinalEffect,
  request: IncomingMessage,
  response: ServerResponse,
  switches: Switches,
): Promise<number | null> {
  switch (effect.kind) {
    case 'status': {
      const id = effect.id ?? usualIds[effect.status] ?? 'error'
      const error = new HerokuError(effect.status, id, effect.message ?? `Fault: ${id}.`, {}, effect.headers)
      return send(request, response, errorAnswer(error, switches))
    }
    case 'rate-limit': {
      const headers: Record<string, string> =
        effect.retryAfter === undefined ? {} : { 'retry-after': String(effect.retryAfter) }
      return send(request, response, errorAnswer(rateLimited(headers), switches))
    }
    case 'html': {
      const body = '<!DOCTYPE html><html><head><title>Application Error</title></head><body>Bad gateway</body></html>'
      return send(request, response, { status: effect.status, body, type: 'text/html; charset=utf-8' })
    }
    case 'wrong-json':
      return send(request, response, { status: 200, body: effect.body, type: 'application/json;charset=utf-8' })
    case 'redirect':
      return send(request, response, { status: effect.status, body: {}, headers: { location: effect.location } })
    case 'reset':
      request.socket.resetAndDestroy()
      return null
    case 'hang':
      await closed(response)
      return null
    case 'cut':
      response.writeHead(200, { 'content-type': 'application/json;charset=utf-8', 'content-length': '1000' })
      response.write('[', () => request.socket.resetAndDestroy())
      return null
    case 'stall':
      response.writeHead(200, { 'content-type': 'application/json;charset=utf-8', 'content-length': '1000' })
      response.write('[')
      await closed(response)
      return null
    case 'long-headers':
      response.writeHead(200, { 'content-type': 'application/json;charset=utf-8', 'x-long': 'x'.repeat(effect.bytes) })
      response.end('{}')
      return 200
    case 'early': {
      const error = new HerokuError(effect.status, usualIds[effect.status] ?? 'error', 'Fault: too early.')
      response.setHeader('connection', 'close')
      return send(request, response, errorAnswer(error, switches))
    }
    case 'endless-body':
      response.writeHead(200, { 'content-type': 'application/json;charset=utf-8' })
      await pour(response, Buffer.from(`[${' '.repeat(64 * 1024)}`), 0)
      return null
    case 'drip':
      response.writeHead(200, { 'content-type': 'application/json;charset=utf-8' })
      await pour(response, Buffer.from(' '), effect.ms)
      return null
  }
}

async function closed(response: ServerResponse): Promise<void> {
  if (!response.closed) await once(response, 'close')
}

async function* endlessly(chunk: Buffer, pauseMs: number): AsyncGenerator<Buffer> {
  for (;;) {
    yield chunk
    // A pause even of zero lets other requests be answered in between.
    await sleep(pauseMs)
  }
}

/** Writes until the client has gone, which is how this is meant to end. */
async function pour(response: ServerResponse, chunk: Buffer, pauseMs: number): Promise<void> {
  try {
    await pipeline(Readable.from(endlessly(chunk, pauseMs), { objectMode: false }), response)
  } catch (error) {
    if (!response.closed && !response.destroyed) throw error
  }
}
