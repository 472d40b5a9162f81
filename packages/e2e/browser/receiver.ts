import { once } from 'node:events'
import { createServer } from 'node:http'

/** Where webhooks lead: it takes what comes, with 204, but for what is sent to `/broken`, which is answered 503. */
export interface Receiver {
  readonly url: string
  close(): Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  const server = createServer((request, answer) => {
    request.resume()
    answer.writeHead(request.url?.startsWith('/broken') ? 503 : 204).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the receiver listens on no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections()
      await once(server.close(), 'close')
    },
  }
}
