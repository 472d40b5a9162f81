import type { IncomingMessage, Server, ServerResponse } from 'node:http'

/** How long the body of a request may take, in milliseconds. */
export interface BodyPatience {
  /** To arrive in full. */
  readonly wholeMs: number
  /** From one piece to the next, where its length is no reason to end it. */
  readonly idleMs: number
}

/** The time that bodies of requests have. */
export interface RequestTimes {
  /** Lets a body take as long as it needs, while it goes on arriving. */
  letRun(request: IncomingMessage): void
  /** Gives the rest of a body that nobody needs any more the usual time, and drops it. */
  drop(request: IncomingMessage): void
}

/**
 * Ends requests whose bodies do not arrive in time, as Node does by itself; but it has one limit for all of them, and a
 * body that is sent on may be of any length.
 */
export function limitRequestTimes(server: Server, { wholeMs, idleMs }: BodyPatience): RequestTimes {
  const timers = new WeakMap<IncomingMessage, NodeJS.Timeout>()
  const answers = new WeakMap<IncomingMessage, ServerResponse>()
  server.requestTimeout = 0
  server.headersTimeout = wholeMs

  function set(request: IncomingMessage, ms: number, act: () => void): void {
    clearTimeout(timers.get(request))
    timers.set(request, setTimeout(act, ms).unref())
  }

  function end(request: IncomingMessage): void {
    if (request.complete) return
    // In the middle of an answer there is no other way to say it.
    if (answers.get(request)?.headersSent) request.socket.destroy()
    else server.emit('clientError', new Error('the request did not arrive in time'), request.socket)
  }

  function watch(request: IncomingMessage): void {
    const before = request.socket.bytesRead
    set(request, idleMs, () => {
      if (request.complete) return
      if (request.socket.bytesRead === before) end(request)
      else watch(request)
    })
  }

  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers
    if (encoding === undefined && length === '0') return
    answers.set(request, response)
    set(request, wholeMs, () => end(request))
    request.once('close', () => clearTimeout(timers.get(request)))
  })

  return {
    letRun: watch,
    drop(request) {
      if (request.complete || request.destroyed) return
      set(request, wholeMs, () => end(request))
      // Whoever read it may still wait for more, or go later, and either would leave the stream standing still.
      request.removeAllListeners('readable').on('data', () => {})
      request.resume()
    },
  }
}
