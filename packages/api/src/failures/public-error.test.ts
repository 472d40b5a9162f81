import { ProviderError, type ProviderFailure } from '@app-connections/providers'
import { type ErrorName, errorBodySchema, type FailureCode } from '@app-connections/schemas'
import { TRPCError } from '@trpc/server'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { OperationError } from './operation-error.ts'
import { publicError } from './public-error.ts'

const secret = 'postgresql://app:secret-dsn@db.internal/app'

const names: readonly [ErrorName, number, FailureCode][] = [
  ['BadRequest', 400, 'nameTaken'],
  ['UnauthorizedError', 401, 'tokenRefused'],
  ['PermissionDenied', 403, 'denied'],
  ['NotFound', 404, 'unknownConnection'],
  ['MethodNotAllowed', 405, 'wrongVerb'],
  ['Conflict', 409, 'keyUnderWay'],
  ['PreconditionFailed', 412, 'changedSince'],
  ['PayloadTooLarge', 413, 'bodyTooLarge'],
  ['UnsupportedMediaType', 415, 'wrongMediaType'],
  ['ValidationFailure', 422, 'validationFailed'],
  ['RateLimitExceeded', 429, 'tooManyCalls'],
  ['RequestHeaderFieldsTooLarge', 431, 'headersTooLarge'],
  ['InternalServerError', 500, 'defect'],
  ['BadGateway', 502, 'platformUnusable'],
  ['ServiceUnavailable', 503, 'databaseUnavailable'],
  ['GatewayTimeout', 504, 'platformTooSlow'],
]

/** The error that tRPC makes of whatever a procedure throws. */
const wrapped = (cause: unknown) => new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause, message: secret })

describe('what a caller sees of a failure', () => {
  it.each(names)('of an error that an operation means: %s with status %i, by its code', (name, status, code) => {
    const error = new OperationError(code, 'A sentence.', {
      details: [{ action: 'read', subject: 'app-connections' }],
      retryAfterSeconds: 7,
    })
    for (const thrown of [error, wrapped(error)]) {
      expect(publicError(thrown, 'req-1')).toEqual({
        body: {
          reqId: 'req-1',
          statusCode: status,
          error: name,
          code,
          message: 'A sentence.',
          details: [{ action: 'read', subject: 'app-connections' }],
        },
        retryAfterSeconds: 7,
        unexpected: false,
      })
    }
  })

  it.each<[ProviderFailure, number, string, number | undefined, FailureCode]>([
    ['refused', 400, 'BadRequest', undefined, 'credentialRefused'],
    ['account_problem', 400, 'BadRequest', undefined, 'accountProblem'],
    ['insufficient_scope', 400, 'BadRequest', undefined, 'scopeTooNarrow'],
    ['rate_limited', 503, 'ServiceUnavailable', 60, 'platformLimit'],
    ['unavailable', 502, 'BadGateway', undefined, 'platformUnusable'],
    ['timed_out', 504, 'GatewayTimeout', undefined, 'platformTooSlow'],
  ])('of a platform that failed: %s gives %i', (failure, statusCode, error, retryAfterSeconds, code) => {
    const thrown = new ProviderError(failure, 'A sentence.', { detail: secret, cause: new Error(secret) })
    const answer = publicError(wrapped(thrown), 'req-1')
    expect(answer.body).toEqual({ reqId: 'req-1', statusCode, error, code, message: 'A sentence.' })
    expect(answer.retryAfterSeconds).toBe(retryAfterSeconds)
    expect(answer.unexpected).toBe(false)
  })

  it('of an input that does not fit: every issue once, reduced to code, path and message', () => {
    const schema = z.intersection(
      z.object({ name: z.string('no text') }),
      z.object({ name: z.string('no text'), list: z.array(z.object({ n: z.int() })) }),
    )
    const { error } = schema.safeParse({ name: 5, list: [{ n: secret }] })
    const answer = publicError(new TRPCError({ code: 'BAD_REQUEST', cause: error }), 'req-1')
    expect(answer.body).toMatchObject({ statusCode: 422, error: 'ValidationFailure', code: 'validationFailed' })
    expect(answer.body.message).toEqual([
      { code: 'invalid_type', path: ['name'], message: 'no text' },
      { code: 'invalid_type', path: ['list', 0, 'n'], message: expect.any(String) },
    ])
    expect(JSON.stringify(answer)).not.toContain('secret-dsn')
  })

  it.each([
    ['57P01', 'terminating connection due to administrator command'],
    ['08006', 'connection failure'],
    ['53300', 'too many connections'],
    ['ECONNREFUSED', `connect ECONNREFUSED ${secret}`],
  ])('of a database out of reach (%s): 503, to be tried again, and a line for the log', (code, message) => {
    const answer = publicError(wrapped(Object.assign(new Error(message), { code, detail: secret })), 'req-1')
    expect(answer).toEqual({
      body: {
        reqId: 'req-1',
        statusCode: 503,
        error: 'ServiceUnavailable',
        code: 'databaseUnavailable',
        message: 'The database is out of reach. Try again in a moment.',
      },
      retryAfterSeconds: 5,
      unexpected: true,
    })
  })

  it.each([
    ['an error', new Error(secret)],
    ['an error that tRPC wrapped', wrapped(new Error(secret))],
    ['an error of PostgreSQL', Object.assign(new Error(secret), { code: '23505', detail: secret })],
    ['a text', secret],
    ['nothing', undefined],
    ['null', null],
    ['an object with a status of its own', { statusCode: 400, message: secret }],
  ])('of anything else, for example %s: a fixed sentence and nothing more', (_title, thrown) => {
    const answer = publicError(thrown, 'req-1')
    expect(answer).toEqual({
      body: {
        reqId: 'req-1',
        statusCode: 500,
        error: 'InternalServerError',
        code: 'defect',
        message: 'Something went wrong',
      },
      unexpected: true,
    })
  })

  it('of an input with more mistakes than anybody reads: the first hundred', () => {
    const { error } = z.array(z.string()).safeParse(Array.from({ length: 1_000 }, () => 0))
    const { body } = publicError(new TRPCError({ code: 'BAD_REQUEST', cause: error }), 'req-1')
    expect(body.message).toHaveLength(100)
    expect(body.message).toContainEqual(expect.objectContaining({ path: [99] }))
  })

  it.each([
    ['PARSE_ERROR', 400, 'BadRequest'],
    ['BAD_REQUEST', 400, 'BadRequest'],
    ['UNAUTHORIZED', 401, 'UnauthorizedError'],
    ['NOT_FOUND', 404, 'NotFound'],
    ['METHOD_NOT_SUPPORTED', 405, 'MethodNotAllowed'],
    ['PAYLOAD_TOO_LARGE', 413, 'PayloadTooLarge'],
    ['UNSUPPORTED_MEDIA_TYPE', 415, 'UnsupportedMediaType'],
  ] as const)('of what tRPC itself refuses: %s gives %i', (code, statusCode, error) => {
    const answer = publicError(new TRPCError({ code, message: secret }), 'req-1')
    expect(answer.body).toMatchObject({ statusCode, error })
    expect(errorBodySchema.safeParse(answer.body).success).toBe(true)
    expect(JSON.stringify(answer)).not.toContain('secret-dsn')
  })
})
