import { createServer } from 'node:http'
import { type Answer, answer } from './answer.ts'
import { createWorld, type World } from './world.ts'

export interface RenderSandbox extends Omit<World, 'ownerOf'> {
  /** The base address of its API, as `RENDER_API_URL` wants it. */
  readonly url: string
  /** Answers every call with this from now on; undefined ends that. */
  setFault(fault: Answer | undefined): void
  /** The calls so far, as `GET /v1/users?…`. */
  requests(): readonly string[]
  close(): Promise<void>
}

/**
 * Starts a stand-in for Render's API on a loopback port: users, their keys, and lists of their services. It is as much of
 * Render as this service asks, and keeps nothing.
 */
export async function startRenderSandbox(options: { port?: number } = {}): Promise<RenderSandbox> {
  const { ownerOf, ...world } = createWorld()
  const asked: string[] = []
  let fault: Answer | undefined
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    asked.push(`${request.method} ${url.pathname}${url.search}`)
    const { status, body, headers } =
      fault ?? answer({ ...world, ownerOf }, request.method ?? '', url, request.headers.authorization)
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    ...world,
    url: `http://127.0.0.1:${port}/v1`,
    setFault(next) {
      fault = next
    },
    requests: () => asked,
    close: () =>
      new Promise<void>((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)))
        server.closeAllConnections()
      }),
  }
}
