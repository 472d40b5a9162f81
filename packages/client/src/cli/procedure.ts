import { bytesOf } from './answer.ts'
import { Failed } from './failed.ts'
import { Refused } from './json.ts'
import type { Service } from './service.ts'
import { failedCode } from './set-arguments.ts'

/** A release is waited for, with its release phase. */
const silentMs = 600_000

/** Calls a procedure of the service, and answers what it answers. Throws `Failed` with what the service says. */
export async function callProcedure(
  service: Service,
  { path, writes, input }: { path: string; writes: boolean; input: object },
): Promise<unknown> {
  const text = JSON.stringify(input)
  const address = `/api/trpc/${path}`
  const call = writes
    ? { method: 'POST', path: address, body: Buffer.from(text), headers: { 'content-type': 'application/json' } }
    : { method: 'GET', path: `${address}?input=${encodeURIComponent(text)}` }
  try {
    const answer = await service.send({ ...call, silentMs })
    return resultOf(answer.statusCode ?? 0, JSON.parse((await bytesOf(answer)).toString('utf8')))
  } catch (error) {
    const reason = error instanceof Error && error.message !== '' ? error.message : 'no connection could be made'
    const remedy = error instanceof Refused && error.status === 401 && service.remedy !== '' ? ` ${service.remedy}` : ''
    throw new Failed(
      error instanceof Refused ? `${reason}${remedy}` : `${service.url} did not answer: ${reason}`,
      failedCode,
    )
  }
}

function resultOf(status: number, body: unknown): unknown {
  const result = fieldOf(body, 'result')
  if (status >= 200 && status <= 299 && result !== undefined) return fieldOf(result, 'data')
  const failure = fieldOf(body, 'error')
  const issues = fieldOf(fieldOf(failure, 'data'), 'message')
  const said = Array.isArray(issues)
    ? issues.map((issue) => `${fieldOf(issue, 'message')}`).join(' ')
    : fieldOf(failure, 'message')
  throw new Refused(status, typeof said === 'string' ? said : `status ${status}`)
}

/** A field of something that may be an object; undefined where it is none, or has none. */
export function fieldOf(from: unknown, name: string): unknown {
  if (typeof from !== 'object' || from === null) return undefined
  return new Map<string, unknown>(Object.entries(from)).get(name)
}

/** The same as a list; empty where it is none. */
export function listOf(from: unknown, name: string): unknown[] {
  const list = fieldOf(from, name)
  return Array.isArray(list) ? list : []
}
