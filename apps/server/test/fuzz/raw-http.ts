import { Agent, request as send } from 'node:http'

export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}

/** A client that sends what `fetch` refuses: odd verbs, paths that are no URLs, bodies where there should be none. */
export function rawClient(url: string) {
  const { hostname, port } = new URL(url)
  const agent = new Agent({ keepAlive: true, maxSockets: 32 })
  const once = (method: string, path: string, headers: Record<string, string>, body: string | undefined) =>
    new Promise<RawAnswer>((resolve, reject) => {
      const length =
        body === undefined || 'transfer-encoding' in headers ? {} : { 'content-length': Buffer.byteLength(body) }
      const call = send(
        { hostname, port, method, path, agent, headers: { ...length, ...headers }, timeout: 15_000 },
        (answer) => {
          let text = ''
          answer.setEncoding('utf8')
          answer.on('data', (chunk: string) => (text += chunk))
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }))
          answer.on('error', reject)
        },
      )
      call.on('timeout', () => call.destroy(new Error('no answer within 15 s')))
      call.on('error', reject)
      call.end(body)
    })
  return {
    /** Sends one request. Sends it again where the server has just closed the kept connection. */
    async send(
      method: string,
      path: string,
      headers: Record<string, string>,
      body: string | undefined,
    ): Promise<RawAnswer> {
      try {
        return await once(method, path, headers, body)
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')))
          throw error
        return once(method, path, headers, body)
      }
    },
    close: () => agent.destroy(),
  }
}
