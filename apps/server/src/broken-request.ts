import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { failures, type OperationError, publicError } from '@app-connections/api'

/**
 * Answers what is no request: malformed HTTP, headers beyond Node's limit, a request that does not arrive in time. No
 * route and no hook sees it, and the connection ends with the answer.
 */
export function refuseBrokenRequest(error: Error, socket: Socket, reqId: string): void {
  if (socket.destroyed || !socket.writable || ('code' in error && error.code === 'ECONNRESET')) return
  const { body: failure } = publicError(describe(error), reqId)
  const body = JSON.stringify(failure)
  const head = [
    `HTTP/1.1 ${failure.statusCode} ${STATUS_CODES[failure.statusCode]}`,
    'connection: close',
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${reqId}`,
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

function describe(error: Error): OperationError {
  if ('code' in error && error.code === 'HPE_HEADER_OVERFLOW') {
    return failures.headersTooLarge()
  }
  return failures.malformedRequest()
}
