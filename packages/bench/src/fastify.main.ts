import Fastify from 'fastify'
import { readPeerInput } from './peer-input.ts'
import { createPeerWork } from './peer-work.ts'

// Fastify with hand-written handlers: what most teams would write, with the same work behind it.

const work = createPeerWork(readPeerInput(process.argv[2] ?? ''))
const prefix = '/api/v1/app-connections/heroku'
const app = Fastify()

app.addHook('onRequest', async (request, reply) => {
  if ((await work.caller(request.headers.authorization)) === undefined)
    await reply.code(401).send({ message: 'no caller' })
})
app.post<{ Body: { name: string; credentials: { authToken: string } } }>(prefix, async ({ body }) => ({
  appConnection: await work.create(body),
}))
app.get(prefix, async () => ({ appConnections: await work.list() }))
app.get('/api/v1/app-connections/options', async () => work.options())
app.get(`${prefix}/available`, async () => ({ appConnections: await work.available() }))
app.get<{ Params: { id: string } }>(`${prefix}/:id`, async ({ params }, reply) => {
  const found = await work.get(params.id)
  return found === undefined ? reply.code(404).send({ message: 'not found' }) : { appConnection: found }
})

const url = await app.listen({ host: '127.0.0.1', port: 0 })
process.send?.({ type: 'ready', url })
process.on('disconnect', () => process.exit(0))
