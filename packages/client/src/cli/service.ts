import type { IncomingMessage } from 'node:http'
import type { Authenticator } from '../auth.ts'
import type { Call, Wire } from './wire.ts'

/** The service, called by somebody. */
export interface Service {
  /** Its public address, without a slash at its end. */
  readonly url: string
  /** What its caller may do where they are refused; empty where there is nothing. */
  readonly remedy: string
  send(call: Call): Promise<IncomingMessage>
}

/** Sends each call with a pass; once more with a new one where it is refused, since that has had no effect. */
export function createService(url: string, wire: Wire, authenticate: Authenticator, remedy = ''): Service {
  return {
    url,
    remedy,
    async send(call) {
      const { answer, discard } = await once(call)
      const again = call.body === undefined || call.body instanceof Buffer
      if (answer.statusCode !== 401 || !again || !discard()) return answer
      answer.resume()
      return (await once(call)).answer
    },
  }

  async function once(call: Call): Promise<{ answer: IncomingMessage; discard: () => boolean }> {
    const { headers, discard } = await authenticate()
    return { answer: await wire({ ...call, headers: { ...call.headers, ...headers } }), discard }
  }
}
