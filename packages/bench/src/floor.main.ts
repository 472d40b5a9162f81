import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { readPeerInput } from './peer-input.ts'
import { createPeerWork } from './peer-work.ts'

// The floor: what the work itself costs. Bare node:http; no schema, no query builder, no router, no log.

const work = createPeerWork(readPeerInput(process.argv[2] ?? ''))
const prefix = '/api/v1/app-connections/heroku'

const server = createServer((request, response) => {
  handle(request, response).catch(() => answer(response, 500, { message: 'Something went wrong' }))
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ type: 'ready', url: typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : '' })
})
process.on('disconnect', () => process.exit(0))

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = '', query = ''] = (request.url ?? '').split('?')
  const caller = await work.caller(request.headers.authorization)
  if (caller === undefined) return answer(response, 401, { message: 'no caller' })
  if (request.method === 'POST') {
    return answer(response, 200, { appConnection: await work.create(JSON.parse(await read(request))) })
  }
  if (path === prefix && query !== '') return answer(response, 200, { appConnections: await work.list() })
  if (path === '/api/v1/app-connections/options') return answer(response, 200, work.options())
  if (path === `${prefix}/available`) return answer(response, 200, { appConnections: await work.available() })
  const found = await work.get(path.slice(prefix.length + 1))
  if (found === undefined) return answer(response, 404, { message: 'not found' })
  answer(response, 200, { appConnection: found })
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
  response.end(text)
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
