import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { finished } from 'node:stream'
import pg from 'pg'
import { Agent } from 'undici'
import type { ProxyFloorInput } from './broker.ts'

// The floor of the broker: bare node:http, an event before the call, the call through undici with the token put in, the
// body as it comes, an event after. It asks nobody who calls, judges nothing, keeps nothing sealed and scrubs nothing.

const input: ProxyFloorInput = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))
const pool = new pg.Pool({ connectionString: input.databaseUrl, max: input.poolSize })
const platform = new Agent({ connections: 256, pipelining: 1 })
const marker = '/proxy'
const insert = `insert into audit_events (id, org_id, at, actor_type, actor_id, token_id, address, user_agent, action,
  target_type, target_id, project_id, outcome, req_id, detail)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`

const server = createServer((request, response) => {
  handle(request, response).catch(() => response.destroy())
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ type: 'ready', url: typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : '' })
})
process.on('disconnect', () => process.exit(0))

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const began = performance.now()
  const url = request.url ?? ''
  const attempt = await write('attempted', {})
  const answer = await platform.request({
    origin: input.herokuUrl,
    path: url.slice(url.indexOf(marker) + marker.length),
    method: 'GET',
    headers: {
      accept: 'application/vnd.heroku+json; version=3',
      authorization: `Bearer ${input.herokuToken}`,
    },
  })
  response.writeHead(answer.statusCode, answer.headers)
  let bytes = 0
  answer.body.on('data', (chunk: Buffer) => {
    bytes += chunk.length
  })
  answer.body.pipe(response)
  finished(response, () => {
    const { statusCode: status } = answer
    const outcome = {
      attempt,
      status,
      bytes,
      ms: Math.round(performance.now() - began),
      scrubbed: false,
      ending: 'whole',
    }
    write('success', { ...outcome, platformRequestId: answer.headers['request-id'] }).catch(() => process.exit(1))
  })
}

/** Writes one event of a use, as ours has it. */
async function write(outcome: string, more: object): Promise<string> {
  const id = randomUUID()
  const facts = { action: 'apps:read', route: 'GET /apps/{app}', grants: [input.grantId], resource: input.appId }
  const detail = { name: 'used', app: 'heroku', ...facts, ...more }
  const who = ['identity', input.connectionId, input.connectionId, '127.0.0.1', null]
  const what = ['appConnections.use', 'app-connection', input.connectionId, null, outcome, id, JSON.stringify(detail)]
  await pool.query({ name: 'event', text: insert, values: [id, input.orgId, new Date(), ...who, ...what] })
  return id
}
