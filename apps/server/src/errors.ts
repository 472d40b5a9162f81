import { failures, type OperationError, type PublicError, publicError } from '@app-connections/api'
import { ProviderError } from '@app-connections/providers'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'

/** The parts of a request and a reply that a failure needs. The adapters' own types differ in the rest. */
type FailedRequest = { id: string; log: FastifyBaseLogger; server: Pick<FastifyInstance, 'logOutage'> }
type FailureReply = {
  header(name: string, value: string): unknown
  removeHeader(name: string): unknown
  code(status: number): { send(body: unknown): unknown }
}

/** This service's failures for what Fastify refuses, by Fastify's error code. */
const transportFailures: Record<string, () => OperationError> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: failures.wrongMediaType,
  FST_ERR_CTP_BODY_TOO_LARGE: failures.bodyTooLarge,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: failures.wrongLength,
  FST_ERR_CTP_INVALID_JSON_BODY: failures.notJson,
  FST_ERR_BAD_URL: failures.malformedAddress,
  FST_ERR_CTP_EMPTY_JSON_BODY: failures.emptyBody,
}

/** The public answer to whatever was thrown while serving a request. The cause goes to the log under `reqId`. */
export function describeFailure(request: FailedRequest, thrown: unknown): PublicError {
  const failure = publicError(fromTransport(thrown), request.id)
  const cause = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown
  const facts = { reqId: request.id, err: thrown }
  if (failure.unexpected && failure.body.error === 'ServiceUnavailable') request.server.logOutage(facts)
  else if (failure.unexpected) request.log.error(facts, 'request failed')
  else if (cause instanceof ProviderError) {
    request.log.warn({ reqId: request.id, failure: cause.failure, detail: cause.detail }, 'platform call failed')
  }
  return failure
}

/** Sends a failure in the shape of REST errors. `more` makes fields that it has besides. */
export function sendFailure(
  request: FailedRequest,
  reply: FailureReply,
  thrown: unknown,
  more: (body: PublicError['body']) => object = () => ({}),
): void {
  const { body, retryAfterSeconds } = describeFailure(request, thrown)
  takeTheRest(reply)
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds))
  if (body.statusCode === 401) reply.header('www-authenticate', 'Bearer')
  reply.header('content-type', 'application/json; charset=utf-8')
  reply.code(body.statusCode).send({ ...body, ...more(body) })
}

/**
 * Keeps the connection open after a body is refused. Fastify closes it, and a client that is still writing then sees a
 * broken connection instead of the answer. Node drops the rest of the body, for as long as a request may take.
 */
export function takeTheRest(reply: { removeHeader(name: string): unknown }): void {
  reply.removeHeader('connection')
}

/** Answers 404 for an unknown address. */
export function answerNothingHere(request: FailedRequest, reply: FailureReply): void {
  sendFailure(request, reply, failures.unknownAddress())
}

function fromTransport(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown
  const known = 'code' in thrown && typeof thrown.code === 'string' ? transportFailures[thrown.code] : undefined
  if (known !== undefined) return known()
  if ('statusCode' in thrown && thrown.statusCode === 400) {
    // For a body that does not parse, Fastify's JSON parser throws a plain error with status 400.
    return thrown instanceof SyntaxError ? failures.notJson() : failures.invalidRequest()
  }
  return thrown
}
