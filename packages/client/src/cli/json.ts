import type { IncomingMessage } from 'node:http'
import { bytesOf } from './answer.ts'

/** What the service said of a call that it refused. */
export class Refused extends Error {
  readonly status: number
  /** Which failure it is, in one word; empty where the service has no word for it. */
  readonly code: string

  constructor(status: number, message: string, code = '') {
    super(message)
    this.status = status
    this.code = code
  }
}

/** The object that an answer of the service holds. Throws `Refused` where it is a failure, or no answer of the service. */
export async function jsonOf(answer: IncomingMessage): Promise<Record<string, unknown>> {
  const status = answer.statusCode ?? 0
  const body = parsed(await bytesOf(answer))
  if (body === undefined) throw new Refused(status, `status ${status}, without JSON: App Connections answers otherwise`)
  if (status >= 200 && status <= 299) return body
  const message = typeof body.message === 'string' ? body.message : JSON.stringify(body.message)
  throw new Refused(status, message, typeof body.code === 'string' ? body.code : '')
}

function parsed(bytes: Buffer): Record<string, unknown> | undefined {
  try {
    const body: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof body === 'object' && body !== null ? { ...body } : undefined
  } catch {
    return undefined
  }
}
