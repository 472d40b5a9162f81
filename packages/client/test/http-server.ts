import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

export interface Received {
  method: string
  /** The procedures that are called, several where the calls travel together. */
  paths: string[]
  batch: boolean
  headers: IncomingHttpHeaders
  body: string
}

/** What is sent back; `reset` breaks the connection, `cut` breaks it within the answer, `hang` never answers. */
export type Sent = { status?: number; headers?: Record<string, string>; body: unknown } | 'reset' | 'cut' | 'hang'

export interface TestServer {
  url: string
  received: Received[]
  /** The procedures of each request so far, for example `['session.whoAmI']`. */
  calls(): string[][]
}

/** A real HTTP server for one test, which speaks tRPC's envelope as far as the test gives it. */
export async function serve(answer: (request: Received, count: number) => Sent | Promise<Sent>): Promise<TestServer> {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const seen = await read(request)
    const sent = await answer(seen, received.push(seen))
    if (sent === 'hang') return
    if (sent === 'reset') return void request.socket.resetAndDestroy()
    if (sent === 'cut') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 })
      return void response.write('[{"result":', () => request.socket.destroy())
    }
    const body = typeof sent.body === 'string' ? sent.body : JSON.stringify(sent.body)
    response.writeHead(sent.status ?? 200, { 'content-type': 'application/json', ...sent.headers }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port')
  return { url: `http://127.0.0.1:${address.port}`, received, calls: () => received.map(({ paths }) => paths) }
}

async function read(request: IncomingMessage): Promise<Received> {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
  return {
    method: request.method ?? '',
    paths: decodeURIComponent(pathname.replace('/api/trpc/', '')).split(','),
    batch: searchParams.has('batch'),
    headers: request.headers,
    body: await text(request),
  }
}

/** tRPC's answer of a call that worked. */
export function result(data: unknown) {
  return { result: { data } }
}

/** tRPC's answer of a call that failed. */
export function failure(statusCode: number, error: string, message: unknown = 'No') {
  return { error: { code: -32_600, message: 'No', data: { reqId: 'r1', statusCode, error, code: 'aCode', message } } }
}

/** An answer with one failure, for every call of the request. */
export function failing(statusCode: number, headers: Record<string, string> = {}): Sent {
  return { status: statusCode, headers, body: failure(statusCode, 'Name') }
}

/** What `promise` rejects with. Throws where it does not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('the call succeeded')
    },
    (error: unknown) => error,
  )
}
