import type { IncomingMessage } from 'node:http'
import { bytesOf } from './answer.ts'

/** What the service said of a call that it refused. */
export class Refused extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** The object that an answer of the service holds. Throws `Refused` where it is a failure, or no answer of the service. */
export async function jsonOf(answer: IncomingMessage): Promise<Record<string, unknown>> {
  const status = answer.statusCode ?? 0
  const body = parsed(await bytesOf(answer))
  if (body === undefined) throw new Refused(status, `status ${status}, without JSON: App Connections answers otherwise`)
  if (status >= 200 && status <= 299) return body
  throw new Refused(status, typeof body.message === 'string' ? body.message : JSON.stringify(body.message))
}

function parsed(bytes: Buffer): Record<string, unknown> | undefined {
  try {
    const body: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof body === 'object' && body !== null ? { ...body } : undefined
  } catch {
    return undefined
  }
}
